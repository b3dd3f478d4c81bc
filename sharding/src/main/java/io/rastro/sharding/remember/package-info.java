/** What the shards remember of their entities, through outages of the journal. */
@NullMarked
package io.rastro.sharding.remember;

import org.jspecify.annotations.NullMarked;
