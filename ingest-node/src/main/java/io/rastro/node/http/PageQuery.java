package io.rastro.node.http;

import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which page of a history is asked for.
 *
 * @param from inclusive; null: from the beginning
 * @param to exclusive; null: up to the end
 * @param cursor where the page before this one ended; null: the first page
 */
public record PageQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        int limit,
        @Nullable String cursor) {

    private static final Logger LOG = LoggerFactory.getLogger(PageQuery.class);

    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    public static PageQuery of(QueryParameters query) {
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        if (from != null && to != null && to.isBefore(from)) {
            throw QueryParameters.wrong("to", "must not be before from");
        }
        return new PageQuery(
                from,
                to,
                query.intIn("limit", 1, MAX_LIMIT, DEFAULT_LIMIT),
                query.text("cursor").orElse(null));
    }

    /**
     * The page, or a 503.
     *
     * @param of what the table holds, for people
     * @param page throws an {@link IllegalArgumentException} when the cursor is none of its table
     */
    public <P> CompletionStage<P> read(Admission admission, String of, Supplier<CompletionStage<P>> page) {
        return admission.during(() -> begun(page)).handle((read, failure) -> {
            if (read == null) {
                throw tableFailed(of, failure);
            }
            return read;
        });
    }

    private static <P> CompletionStage<P> begun(Supplier<CompletionStage<P>> page) {
        try {
            return page.get();
        } catch (IllegalArgumentException notOurs) {
            throw QueryParameters.wrong("cursor", "must be the nextCursor of the page before");
        }
    }

    private static RuntimeException tableFailed(String of, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof TimeoutException)) {
            LOG.warn("the table of {} did not answer: {}", of, String.valueOf(cause));
        }
        return Unavailable.because("The table of " + of + " does not answer.").toException();
    }
}
