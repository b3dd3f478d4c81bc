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
    private final Duration longest;

    Backoff(SplittableRandom random) {
        this(random, FIRST);
    }

    /** @param first the longest wait after the first attempt */
    Backoff(SplittableRandom random, Duration first) {
        this(random, first, LONGEST);
    }

    private Backoff(SplittableRandom random, Duration first, Duration longest) {
        this.random = random;
        this.first = first;
        this.longest = longest;
    }

    static Backoff atMost(Duration longest) {
        return new Backoff(new SplittableRandom(), FIRST, longest);
    }

    /** @param attempts how many there were, at least one */
    long nanos(int attempts, int retryAfterSeconds) {
        long doubled = first.toNanos() << Math.min(attempts - 1, 10);
        long bounded = Math.min(doubled, longest.toNanos());
        long asked = Duration.ofSeconds(Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER_SECONDS))
                .toNanos();
        return asked + bounded / 2 + random.nextLong(bounded / 2);
    }
}
