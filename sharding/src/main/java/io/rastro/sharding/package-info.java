@NullMarked
package io.rastro.sharding;

import org.jspecify.annotations.NullMarked;
