package io.rastro.node.positions;

import io.rastro.protocol.courier.TracedPosition;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What was recorded, ordered by the time of the fix; see {@link io.rastro.sinks.table.PositionTable}. */
@FunctionalInterface
public interface History {

    /**
     * @param from inclusive; null: from the first position
     * @param to exclusive; null: up to the last one
     * @param cursor where the page before this one ended; null: the first page
     * @throws IllegalArgumentException when the cursor is none of ours
     */
    CompletionStage<Page> page(
            String courierId, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor);

    /** @param nextCursor null when there is nothing more */
    record Page(List<TracedPosition> positions, @Nullable String nextCursor) {}
}
