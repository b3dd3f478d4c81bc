@NullMarked
package io.rastro.sharding.journal;

import org.jspecify.annotations.NullMarked;
