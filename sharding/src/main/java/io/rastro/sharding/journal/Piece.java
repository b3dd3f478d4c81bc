package io.rastro.sharding.journal;

import io.rastro.sharding.journal.JournalReader.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers events as the journal shows them: by number, and those of one number by the time they were written. Of those the
 * last one counts: the others are writes that had failed and came late. Not thread-safe.
 */
final class Piece {

    private final long toSeqNr;
    private final int maxItems;
    private final List<Entry> entries = new ArrayList<>();
    private int items;

    /**
     * @param toSeqNr the last number that is wanted
     * @param maxItems the event that reaches so many items is the last one
     */
    Piece(long toSeqNr, int maxItems) {
        this.toSeqNr = toSeqNr;
        this.maxItems = maxItems;
    }

    /** @return whether more is wanted */
    boolean add(Entry entry) {
        int last = entries.size() - 1;
        if (last >= 0 && entries.get(last).seqNr() == entry.seqNr()) {
            items += entry.event().size() - entries.set(last, entry).event().size();
            return true;
        }
        if (entry.seqNr() > toSeqNr || items >= maxItems) {
            return false;
        }
        entries.add(entry);
        items += entry.event().size();
        return true;
    }

    long toSeqNr() {
        return toSeqNr;
    }

    List<Entry> entries() {
        return entries;
    }
}
