package io.rastro.proving.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The positions of one POST.
 *
 * @param lane what must stay in order: no two batches of a lane are under way at the same time
 * @param courierId whose positions they are; null for a gateway's mixture, in which each item says so itself
 */
record Batch(Lane lane, @Nullable String courierId, List<Fix> fixes) {

    /** A line of requests one after the other; its owner knows more about it. */
    interface Lane {}
}
