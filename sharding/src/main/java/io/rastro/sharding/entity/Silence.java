package io.rastro.sharding.entity;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a shard answers, as one node sees it. A shard is silent when a question timed out and nothing has come from it
 * since that was asked: its node is gone and nobody knows yet, or it is moving and takes long. Then one question each
 * {@link #PROBE} is let through, and the first answer ends it; without that every request would wait for the whole
 * time-out, and those that wait would take the places of requests to the other shards. Any thread.
 */
final class Silence {

    static final Duration PROBE = Duration.ofMillis(300);

    private volatile long answeredNanos;
    private volatile boolean silent;
    private final AtomicLong nextProbe = new AtomicLong();

    Silence(long now) {
        answeredNanos = now;
    }

    boolean admits(long now) {
        if (!silent) {
            return true;
        }
        long next = nextProbe.get();
        return now - next >= 0 && nextProbe.compareAndSet(next, now + PROBE.toNanos());
    }

    void answered(long now) {
        answeredNanos = now;
        if (silent) {
            silent = false;
        }
    }

    /** @param asked when the question was asked that got no answer in time */
    void timedOut(long asked) {
        if (!silent && answeredNanos - asked < 0) {
            nextProbe.set(System.nanoTime());
            silent = true;
        }
    }
}
