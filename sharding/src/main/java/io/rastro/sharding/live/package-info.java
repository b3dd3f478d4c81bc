@NullMarked
package io.rastro.sharding.live;

import org.jspecify.annotations.NullMarked;
