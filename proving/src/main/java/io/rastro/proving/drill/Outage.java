package io.rastro.proving.drill;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How some couriers, whose node is gone, come back, and how the others are meanwhile. A courier is back with the first post
 * that is accepted after a post of it was refused, or that was due after the node was gone. Any thread.
 */
final class Outage {

    private static final long MAX_MICROS = Duration.ofHours(1).toMillis() * 1000;

    private final long goneNanos;
    private final Set<String> concerned;
    private final Set<String> waiting;
    private final Map<String, Long> refusedSince = new HashMap<>();
    private final Histogram others = new Histogram(MAX_MICROS, 3);
    private long refused;
    private long longestNanos;

    /** @param goneNanos since when */
    Outage(long goneNanos, Set<String> couriers) {
        this.goneNanos = goneNanos;
        this.concerned = Set.copyOf(couriers);
        this.waiting = new HashSet<>(couriers);
    }

    /**
     * What came of it.
     *
     * @param couriers that lived there
     * @param refused of these, how many had a post refused until they were back
     * @param longest from when the node was gone until the last of these was back
     * @param notBack couriers of which no post was accepted
     * @param others microseconds of the other couriers' posts that were due meanwhile
     */
    record Figures(int couriers, long refused, Duration longest, int notBack, Histogram others) {}

    synchronized void failed(String courier, long atNanos) {
        if (waiting.contains(courier) && atNanos - goneNanos > 0) {
            refusedSince.putIfAbsent(courier, atNanos);
        }
    }

    synchronized void answered(String courier, long dueNanos, long atNanos) {
        if (!concerned.contains(courier)) {
            if (dueNanos - goneNanos > 0) {
                long micros = TimeUnit.NANOSECONDS.toMicros(atNanos - dueNanos);
                others.recordValue(Math.max(0, Math.min(MAX_MICROS, micros)));
            }
            return;
        }
        boolean wasRefused = refusedSince.containsKey(courier);
        if ((wasRefused || dueNanos - goneNanos > 0) && waiting.remove(courier) && wasRefused) {
            refused++;
            longestNanos = Math.max(longestNanos, atNanos - goneNanos);
        }
        if (waiting.isEmpty()) {
            notifyAll();
        }
    }

    /** @return whether all of them are back by then */
    synchronized boolean awaitAll(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!waiting.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    synchronized Figures figures() {
        return new Figures(concerned.size(), refused, Duration.ofNanos(longestNanos), waiting.size(), others.copy());
    }

    /** Null when some are not. */
    static @Nullable Double secondsUntilAllWereBack(Figures figures) {
        return figures.notBack() > 0 ? null : figures.longest().toMillis() / 1e3;
    }
}
