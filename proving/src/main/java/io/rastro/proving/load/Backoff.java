package io.rastro.proving.load;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long to wait before a request is tried again: doubling, with jitter, never under what the system asked for. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int LONGEST_RETRY_AFTER_SECONDS = 30;

    private final SplittableRandom random;

    Backoff(SplittableRandom random) {
        this.random = random;
    }

    /** @param attempts how many there were, at least one */
    long nanos(int attempts, int retryAfterSeconds) {
        long doubled = FIRST.toNanos() << Math.min(attempts - 1, 10);
        long bounded = Math.min(doubled, LONGEST.toNanos());
        long asked = Duration.ofSeconds(Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER_SECONDS))
                .toNanos();
        return asked + bounded / 2 + random.nextLong(bounded / 2);
    }
}
