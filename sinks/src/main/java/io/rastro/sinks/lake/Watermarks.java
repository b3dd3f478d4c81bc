package io.rastro.sinks.lake;

import io.rastro.sinks.kafka.RecordTrace;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognises records that were published before: a courier's first publications come in the order of (seq, index), so
 * whatever does not lie above the highest one seen is a repetition.
 *
 * <p>What is remembered depends only on the records that lie within the horizon (by the record clock: the latest
 * timestamp so far) and the distance (by offset) before the one in question: so everybody who has read at least these
 * decides alike. It sees as well when events are {@linkplain #missing() missing}. Not thread-safe.
 */
final class Watermarks {

    private final long horizonMillis;
    private final long distance;
    private final Map<String, Mark> marks = new HashMap<>();
    private long clock = Long.MIN_VALUE;
    private long offset;
    private long missing;

    private static final class Mark {
        private long seqNr;
        private int index;
        private long clock;
        private long offset;
    }

    Watermarks(Duration horizon, long distance) {
        this.horizonMillis = horizon.toMillis();
        this.distance = distance;
    }

    /** Call for each record, in order, whether it can be read or not. */
    void advance(long toOffset, long timestamp) {
        offset = toOffset;
        clock = Math.max(clock, timestamp);
    }

    long clock() {
        return clock;
    }

    /**
     * Whether the record advanced to last is a first publication; remembers it when it is.
     *
     * @param previous as {@link RecordTrace#previousSeqNr} says
     */
    boolean isNew(String courierId, long seqNr, int index, long previous) {
        missing = 0;
        Mark mark = marks.get(courierId);
        if (mark == null) {
            mark = new Mark();
            marks.put(courierId, mark);
        } else if (isRemembered(mark)) {
            if (!isAbove(seqNr, index, mark)) {
                return false;
            }
            missing = missing(seqNr, index, previous, mark);
        }
        mark.seqNr = seqNr;
        mark.index = index;
        mark.clock = clock;
        mark.offset = offset;
        return true;
    }

    /**
     * How many events should have come between the record that was asked for last and the one of its key before it, and
     * did not, wholly or in part; 0 for a repetition and where nothing is remembered. When more than one is missing,
     * journal events that are never published may be among them.
     */
    long missing() {
        return missing;
    }

    private static long missing(long seqNr, int index, long previous, Mark mark) {
        if (seqNr == mark.seqNr) {
            return index == mark.index + 1 ? 0 : 1;
        }
        long before = index == 0 ? 0 : 1; // the beginning of this event
        long between = previous == RecordTrace.UNKNOWN
                ? seqNr - mark.seqNr - 2 // one of them may never have been published
                : previous - mark.seqNr;
        return before + Math.max(0, between);
    }

    /** Frees what no longer counts. */
    void forgetOld() {
        marks.values().removeIf(mark -> !isRemembered(mark));
    }

    int size() {
        return marks.size();
    }

    private boolean isRemembered(Mark mark) {
        return clock - mark.clock <= horizonMillis && offset - mark.offset <= distance;
    }

    private static boolean isAbove(long seqNr, int index, Mark mark) {
        return seqNr > mark.seqNr || (seqNr == mark.seqNr && index > mark.index);
    }
}
