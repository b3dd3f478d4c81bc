package io.rastro.sharding.journal;

import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.journal.JournalReader.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers events as the journal shows them: by number, and those of one number by the time they were written. Of those the
 * last one counts: the others are writes that had failed and came late. Not thread-safe.
 */
final class Piece {

    private final long toSeqNr;
    private final int maxPositions;
    private final List<Entry> entries = new ArrayList<>();
    private int positions;

    /**
     * @param toSeqNr the last number that is wanted
     * @param maxPositions the event that reaches so many positions is the last one
     */
    Piece(long toSeqNr, int maxPositions) {
        this.toSeqNr = toSeqNr;
        this.maxPositions = maxPositions;
    }

    /** @return whether more is wanted */
    boolean add(Entry entry) {
        int last = entries.size() - 1;
        if (last >= 0 && entries.get(last).seqNr() == entry.seqNr()) {
            positions += size(entry) - size(entries.set(last, entry));
            return true;
        }
        if (entry.seqNr() > toSeqNr || positions >= maxPositions) {
            return false;
        }
        entries.add(entry);
        positions += size(entry);
        return true;
    }

    private static int size(Entry entry) {
        return entry.event() instanceof PositionsRecorded recorded
                ? recorded.positions().size()
                : 0;
    }

    long toSeqNr() {
        return toSeqNr;
    }

    List<Entry> entries() {
        return entries;
    }
}
