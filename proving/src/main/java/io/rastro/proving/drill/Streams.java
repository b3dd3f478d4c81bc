package io.rastro.proving.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What watchers were to see and saw: of a watched courier each acknowledged post is to be a frame, once, with that post's
 * fix. A frame may come before the answer. Memory: each post of a watched courier. Any thread.
 */
final class Streams {

    private static final int TROUBLES = 20;
    private static final long MAX_MICROS = Duration.ofHours(1).toMillis() * 1000;

    private final Map<String, Map<Long, Seen>> lanes = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final Map<String, Long> lastFrameNanos = new HashMap<>();
    private final Map<String, Long> ends = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Histogram behind = new Histogram(MAX_MICROS, 3);
    private long judgedFromNanos = Long.MAX_VALUE;
    private long longestSilenceNanos;
    private long longestApartNanos;
    private long outOfOrder;
    private long lagging;

    private static final class Seen {
        long acknowledgedNanos;
        long frameNanos;
        long acknowledgedFix;
        long frameFix;
        int frames;
    }

    Streams(Set<String> watched) {
        watched.forEach(courier -> lanes.put(courier, new HashMap<>()));
    }

    /** Times count from now on; what is missing or doubled counts always. */
    synchronized void judge() {
        judgedFromNanos = System.nanoTime();
    }

    synchronized void acknowledged(String courier, long seqNr, long fixedAt, long nanos) {
        Map<Long, Seen> lane = lanes.get(courier);
        if (lane != null) {
            Seen seen = lane.computeIfAbsent(seqNr, nr -> new Seen());
            seen.acknowledgedNanos = nanos;
            seen.acknowledgedFix = fixedAt;
            late(seen);
        }
    }

    synchronized void frame(String courier, long seqNr, long fixedAt, long nanos) {
        any(courier, nanos);
        Map<Long, Seen> lane = lanes.get(courier);
        if (lane == null) {
            return;
        }
        Seen seen = lane.computeIfAbsent(seqNr, nr -> new Seen());
        seen.frames++;
        if (seen.frames == 1) {
            seen.frameNanos = nanos;
            seen.frameFix = fixedAt;
            late(seen);
        }
        Long before = newest.put(courier, seqNr);
        outOfOrder += before != null && before > seqNr ? 1 : 0;
    }

    /** A heartbeat is a sign of life as well. */
    synchronized void any(String courier, long nanos) {
        Long before = lastFrameNanos.put(courier, nanos);
        if (before != null && judgedFromNanos != Long.MAX_VALUE) {
            long from = Math.max(before, judgedFromNanos);
            longestSilenceNanos = Math.max(longestSilenceNanos, nanos - from);
        }
    }

    synchronized void lagging() {
        lagging++;
    }

    /** @param how such as {@code 1012} */
    synchronized void ended(String how) {
        ends.merge(how, 1L, Long::sum);
    }

    synchronized void backAfter(long nanos) {
        if (judgedFromNanos != Long.MAX_VALUE) {
            longestApartNanos = Math.max(longestApartNanos, nanos);
        }
    }

    synchronized void trouble(String what) {
        if (troubles.size() < TROUBLES) {
            troubles.add(what);
        }
    }

    /** How many acknowledged positions have no frame yet. */
    synchronized long missing() {
        return lanes.values().stream()
                .flatMap(lane -> lane.values().stream())
                .filter(seen -> seen.acknowledgedNanos != 0 && seen.frames == 0)
                .count();
    }

    synchronized StreamFigures figures() {
        long expected = 0;
        long doubled = 0;
        long wrong = 0;
        for (Map<Long, Seen> lane : lanes.values()) {
            for (Seen seen : lane.values()) {
                boolean known = seen.acknowledgedNanos != 0;
                expected += known ? 1 : 0;
                doubled += Math.max(0, seen.frames - 1);
                wrong += known && seen.frames > 0 && seen.frameFix != seen.acknowledgedFix ? 1 : 0;
            }
        }
        return new StreamFigures(
                lanes.size(),
                expected,
                missing(),
                doubled,
                wrong,
                outOfOrder,
                lagging,
                behind.copy(),
                Duration.ofNanos(longestSilenceNanos),
                Duration.ofNanos(longestApartNanos),
                new TreeMap<>(ends),
                List.copyOf(troubles));
    }

    private void late(Seen seen) {
        if (seen.acknowledgedNanos != 0 && seen.frames > 0 && seen.acknowledgedNanos - judgedFromNanos > 0) {
            long micros = TimeUnit.NANOSECONDS.toMicros(seen.frameNanos - seen.acknowledgedNanos);
            behind.recordValue(Math.max(0, Math.min(MAX_MICROS, micros)));
        }
    }
}
