/** Who is where now: what each node knows of its own couriers, and those who ask all nodes for it or watch it. */
@NullMarked
package io.rastro.sharding.area;

import org.jspecify.annotations.NullMarked;
