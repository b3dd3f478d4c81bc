package io.rastro.proving.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the system takes something in, and since when without a break. What was under way when a fault came may still
 * be answered after it, so one answer says nothing. Any thread.
 */
final class Acceptance {

    private static final long BREAK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long STEADY_NANOS = Duration.ofSeconds(2).toNanos();

    private boolean any;
    private long sinceNanos;
    private long lastNanos;

    synchronized void accepted() {
        accepted(System.nanoTime());
    }

    synchronized void accepted(long now) {
        if (!any || now - lastNanos > BREAK_NANOS) {
            sinceNanos = now;
        }
        any = true;
        lastNanos = now;
        notifyAll();
    }

    /**
     * Waits until it has taken something in for two seconds after this instant without a break of a second.
     *
     * @param nanos of {@link System#nanoTime()}
     * @return how long after it that began; null when it does not within the time
     */
    synchronized @Nullable Duration awaitSteady(long nanos, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!isSteady(nanos)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            wait(left / 1_000_000 + 1);
        }
        return Duration.ofNanos(Math.max(0, sinceNanos - nanos));
    }

    private boolean isSteady(long nanos) {
        long from = sinceNanos - nanos > 0 ? sinceNanos : nanos;
        return any && lastNanos - from >= STEADY_NANOS;
    }
}
