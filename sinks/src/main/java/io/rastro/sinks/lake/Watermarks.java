package io.rastro.sinks.lake;

import io.rastro.protocol.courier.TracedPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognises records that were published before: a courier's first publications come in the order of (seq, index), so
 * whatever does not lie above the highest one seen is a repetition.
 *
 * <p>What is remembered depends only on the records that lie within the horizon (by the record clock: the latest
 * timestamp so far) and the distance (by offset) before the one in question: so everybody who has read at least these
 * decides alike. Not thread-safe.
 */
final class Watermarks {

    private final long horizonMillis;
    private final long distance;
    private final Map<String, Mark> marks = new HashMap<>();
    private long clock = Long.MIN_VALUE;
    private long offset;

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

    /** Whether the record advanced to last is a first publication; remembers it when it is. */
    boolean isNew(TracedPosition traced) {
        Mark mark = marks.get(traced.courierId());
        if (mark == null) {
            mark = new Mark();
            marks.put(traced.courierId(), mark);
        } else if (isRemembered(mark) && !isAbove(traced, mark)) {
            return false;
        }
        mark.seqNr = traced.seqNr();
        mark.index = traced.index();
        mark.clock = clock;
        mark.offset = offset;
        return true;
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

    private static boolean isAbove(TracedPosition traced, Mark mark) {
        return traced.seqNr() > mark.seqNr || (traced.seqNr() == mark.seqNr && traced.index() > mark.index);
    }
}
