@NullMarked
package io.rastro.sharding.remote;

import org.jspecify.annotations.NullMarked;
