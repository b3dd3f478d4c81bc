package io.rastro.node.pix;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What was recorded of an account, ordered by when it happened. */
@FunctionalInterface
public interface PixHistory {

    /**
     * @param from inclusive; null: from the first event
     * @param to exclusive; null: up to the last one
     * @param kind null: all of them
     * @param cursor where the page before this one ended; null: the first page
     * @throws IllegalArgumentException when the cursor is none of ours
     */
    CompletionStage<Page> page(
            String accountId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable PixKind kind,
            int limit,
            @Nullable String cursor);

    /** @param nextCursor null when there is nothing more */
    record Page(List<TracedPix> events, @Nullable String nextCursor) {}
}
