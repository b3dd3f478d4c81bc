package io.rastro.proving.verify;

import io.rastro.proving.ledger.EventRanges;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what one store holds, item by item, in whatever order it comes. Memory is bounded by the number of entities and
 * of the events that are there in part: an event whose items have all been seen is a piece of a run.
 */
final class Census {

    /** How many items an event should have; below 0 for an event that nobody knows. */
    @FunctionalInterface
    interface KnownEvents {
        int itemCount(String persistenceId, long seqNr);
    }

    private final KnownEvents known;
    private final EventRanges whole = new EventRanges();
    private final Map<String, Map<Long, BitSet>> partial = new HashMap<>();
    private long items;
    private long duplicates;
    private long unknown;

    Census(KnownEvents known) {
        this.known = known;
    }

    /** @return whether the item is seen for the first time */
    boolean seen(String persistenceId, long seqNr, int index) {
        items++;
        int count = known.itemCount(persistenceId, seqNr);
        if (index >= count) {
            unknown++;
            return true;
        }
        boolean first = count == 1 ? whole.add(persistenceId, seqNr, 1) : seenPart(persistenceId, seqNr, index, count);
        duplicates += first ? 0 : 1;
        return first;
    }

    /** Something that has no event id. */
    void foreign() {
        items++;
        unknown++;
    }

    /** So many of the items were there before, under other names. */
    void twice(int count) {
        duplicates += count;
    }

    /** All items of an event at once. */
    void seenWhole(String persistenceId, long seqNr, int count) {
        items += count;
        if (!whole.add(persistenceId, seqNr, count)) {
            duplicates += count;
        }
    }

    /** The events of which every item has been seen. */
    EventRanges whole() {
        return whole;
    }

    /**
     * @param acknowledged what the client was told is stored
     * @param unanswered what the client sent without hearing of it again
     */
    StoreFigures compare(String store, EventRanges acknowledged, EventRanges unanswered) {
        long[] tally = new long[3];
        for (String entity : acknowledged.entities()) {
            acknowledged.of(entity).forEachRun((from, to, count) -> {
                for (long seqNr = from; seqNr <= to; seqNr++) {
                    tally[0] += Math.max(0, count - seenOf(entity, seqNr));
                }
            });
        }
        for (String entity : whole.entities()) {
            whole.of(entity).forEachRun((from, to, count) -> {
                for (long seqNr = from; seqNr <= to; seqNr++) {
                    surplus(entity, seqNr, count, acknowledged, unanswered, tally);
                }
            });
        }
        partial.forEach((entity, events) -> events.forEach(
                (seqNr, seen) -> surplus(entity, seqNr, seen.cardinality(), acknowledged, unanswered, tally)));
        return new StoreFigures(store, items, tally[0], duplicates, tally[1] + unknown, tally[2], unknown, 0);
    }

    private boolean seenPart(String persistenceId, long seqNr, int index, int count) {
        if (whole.itemCount(persistenceId, seqNr) >= 0) {
            return false;
        }
        Map<Long, BitSet> events = partial.computeIfAbsent(persistenceId, id -> new HashMap<>());
        BitSet seen = events.computeIfAbsent(seqNr, nr -> new BitSet(count));
        if (seen.get(index)) {
            return false;
        }
        seen.set(index);
        if (seen.cardinality() == count) {
            events.remove(seqNr);
            whole.add(persistenceId, seqNr, count);
        }
        return true;
    }

    private int seenOf(String persistenceId, long seqNr) {
        int count = whole.itemCount(persistenceId, seqNr);
        if (count >= 0) {
            return count;
        }
        BitSet seen = partial.getOrDefault(persistenceId, Map.of()).get(seqNr);
        return seen == null ? 0 : seen.cardinality();
    }

    private static void surplus(
            String entity, long seqNr, int seen, EventRanges acknowledged, EventRanges unanswered, long[] tally) {
        int more = seen - Math.max(0, acknowledged.itemCount(entity, seqNr));
        if (more > 0) {
            tally[unanswered.itemCount(entity, seqNr) >= 0 ? 2 : 1] += more;
        }
    }
}
