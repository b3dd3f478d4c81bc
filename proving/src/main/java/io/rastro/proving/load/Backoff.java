package io.rastro.proving.load;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long to wait before a request is tried again: doubling, with jitter, never under what the system asked for. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int LONGEST_RETRY_AFTER_SECONDS = 30;

    private final SplittableRandom random;
    private final Duration first;

    Backoff(SplittableRandom random) {
        this(random, FIRST);
    }

    /** @param first the longest wait after the first attempt */
    Backoff(SplittableRandom random, Duration first) {
        this.random = random;
        this.first = first;
    }

    /** @param attempts how many there were, at least one */
    long nanos(int attempts, int retryAfterSeconds) {
        long doubled = first.toNanos() << Math.min(attempts - 1, 10);
        long bounded = Math.min(doubled, LONGEST.toNanos());
        long asked = Duration.ofSeconds(Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER_SECONDS))
                .toNanos();
        return asked + bounded / 2 + random.nextLong(bounded / 2);
    }
}
