package io.rastro.sinks.receipt;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Until when may be asked: a whole look-up, or one store in it. */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** For a store that others come after: half of what is left. */
    Deadline half() {
        return new Deadline(nanos - Math.max(0, nanos - System.nanoTime()) / 2);
    }

    boolean hasPassed() {
        return System.nanoTime() - nanos >= 0;
    }

    /** At least a millisecond: what is asked for at the end fails by itself. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, nanos - System.nanoTime()));
    }

    /** Blocks. */
    <T> T await(CompletionStage<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        return answer.toCompletableFuture().get(left().toNanos(), TimeUnit.NANOSECONDS);
    }
}
