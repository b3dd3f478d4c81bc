package io.rastro.sinks.lake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognises records that were published before: the first publications of a {@linkplain Place key} come in the order of (seqNr,
 * index), so whatever does not lie above the highest one seen is a repetition.
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
        missing = 0;
        clock = Math.max(clock, timestamp);
    }

    long clock() {
        return clock;
    }

    /** Whether the record advanced to last is a first publication; remembers it when it is. */
    boolean isNew(Place place) {
        missing = 0;
        Mark mark = marks.get(place.key());
        if (mark == null) {
            mark = new Mark();
            marks.put(place.key(), mark);
        } else if (isRemembered(mark)) {
            if (!isAbove(place, mark)) {
                return false;
            }
            missing = missing(place, mark);
        }
        mark.seqNr = place.seqNr();
        mark.index = place.index();
        mark.clock = clock;
        mark.offset = offset;
        return true;
    }

    /**
     * How many events should have come between the record advanced to last and the one of its key before it, and
     * did not, wholly or in part; 0 for a repetition, where nothing is remembered, and where nothing is said. When more than one is missing,
     * journal events that are never published may be among them.
     */
    long missing() {
        return missing;
    }

    private static long missing(Place place, Mark mark) {
        boolean isFirst = place.previousIndex() == Place.UNKNOWN;
        if (place.seqNr() == mark.seqNr) {
            return isFirst || place.previousIndex() == mark.index ? 0 : 1;
        }
        long beginning = isFirst ? 0 : 1; // of its own event
        long between = Math.min(place.previousSeqNr(), place.seqNr() - 1) - mark.seqNr;
        return beginning + Math.max(0, between);
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

    private static boolean isAbove(Place place, Mark mark) {
        return place.seqNr() > mark.seqNr || (place.seqNr() == mark.seqNr && place.index() > mark.index);
    }
}
