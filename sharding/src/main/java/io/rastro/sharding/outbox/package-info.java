@NullMarked
package io.rastro.sharding.outbox;

import org.jspecify.annotations.NullMarked;
