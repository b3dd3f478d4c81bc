package io.rastro.proving.drill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened when, by {@link System#nanoTime()}. Any thread. */
final class Timeline {

    private final long beganNanos = System.nanoTime();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Mark> notes = new ArrayList<>();
    private final Map<Phase, Long> phases = new EnumMap<>(Phase.class);

    /** Something that was done, or was seen to happen. */
    record Mark(long atNanos, String what) {}

    Timeline() {
        phases.put(Phase.WARM_UP, beganNanos);
    }

    synchronized long begins(Phase phase) {
        long now = System.nanoTime();
        phases.put(phase, now);
        return now;
    }

    /** @return when */
    synchronized long mark(String what) {
        long now = System.nanoTime();
        marks.add(new Mark(now, what));
        return now;
    }

    /** Something that happened by itself: nothing is counted after it. */
    synchronized void note(String what) {
        notes.add(new Mark(System.nanoTime(), what));
    }

    synchronized Phase phaseAt(long nanos) {
        Phase at = Phase.WARM_UP;
        for (Map.Entry<Phase, Long> phase : phases.entrySet()) {
            if (phase.getValue() - nanos <= 0) {
                at = phase.getKey();
            }
        }
        return at;
    }

    /** The last that was done until then. */
    synchronized @Nullable Mark lastUntil(long nanos) {
        Mark last = null;
        for (Mark mark : marks) {
            if (mark.atNanos() - nanos <= 0) {
                last = mark;
            }
        }
        return last;
    }

    /** Since the beginning. */
    double seconds(long nanos) {
        return (nanos - beganNanos) / 1e9;
    }

    /** All of them, as {@code 12.3 s what}. */
    synchronized List<String> lines() {
        return Stream.concat(marks.stream(), notes.stream())
                .sorted(Comparator.comparingLong(mark -> mark.atNanos() - beganNanos))
                .map(mark -> String.format(Locale.ROOT, "%.1f s %s", seconds(mark.atNanos()), mark.what()))
                .toList();
    }
}
