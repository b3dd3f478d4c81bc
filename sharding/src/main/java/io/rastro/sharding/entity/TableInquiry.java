package io.rastro.sharding.entity;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How one entity asks the query tables: each question has an end, and after one that failed nobody is made to wait for the
 * next one for a moment. Lives inside the entity's actor; not thread-safe.
 */
public final class TableInquiry {

    /** The moment: also the least time between two questions of how far the tables have come. */
    public static final long WAIT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Duration atMost;
    private final LongSupplier nanoTime;
    private boolean away;
    private long awayUntil;

    /** @param atMost the longest wait for an answer */
    public TableInquiry(Duration atMost, LongSupplier nanoTime) {
        this.atMost = atMost;
        this.nanoTime = nanoTime;
    }

    /** Fails when the answer does not come in time, or the question cannot even be asked. */
    public <T> CompletionStage<T> inTime(Supplier<CompletionStage<T>> question) {
        try {
            return question.get().toCompletableFuture().copy().orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception notEvenAsked) {
            return CompletableFuture.failedFuture(notEvenAsked);
        }
    }

    public void lookedUp(boolean answered) {
        away = !answered;
        awayUntil = nanoTime.getAsLong() + WAIT_NANOS;
    }

    /** The last look-up failed a moment ago. */
    public boolean isAway() {
        return away && nanoTime.getAsLong() - awayUntil < 0;
    }
}
