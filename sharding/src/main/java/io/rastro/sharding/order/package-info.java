/** Who carries an order, and its live frames from pick-up to delivery. */
@NullMarked
package io.rastro.sharding.order;

import org.jspecify.annotations.NullMarked;
