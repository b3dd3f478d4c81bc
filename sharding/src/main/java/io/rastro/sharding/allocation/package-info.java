/** Which node has which shard: those of one that is about to stop leave first (ADR 17), those of one that died go to the others (ADR 20). */
@NullMarked
package io.rastro.sharding.allocation;

import org.jspecify.annotations.NullMarked;
