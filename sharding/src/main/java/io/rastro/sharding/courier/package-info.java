@NullMarked
package io.rastro.sharding.courier;

import org.jspecify.annotations.NullMarked;
