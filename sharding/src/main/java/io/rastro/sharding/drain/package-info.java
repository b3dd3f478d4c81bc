/** Shards leave a node that is about to stop a few at a time, before it stops: see ADR 17. */
@NullMarked
package io.rastro.sharding.drain;

import org.jspecify.annotations.NullMarked;
