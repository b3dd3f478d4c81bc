package io.rastro.proving.ledger;

import java.util.Arrays;

/** One entity's part of {@link EventRanges}: disjoint runs {@code from..to} of equal item count, ascending. */
public final class EventRuns {

    /** Hears each run. */
    @FunctionalInterface
    public interface Visitor {
        void run(long from, long to, int itemCount);
    }

    static final EventRuns NONE = new EventRuns();

    private long[] from = new long[2];
    private long[] to = new long[2];
    private int[] itemCount = new int[2];
    private int size;

    /**
     * @return false when the event is there already
     */
    boolean add(long seqNr, int items) {
        int at = firstEndingAtOrAfter(seqNr);
        if (at < size && from[at] <= seqNr) {
            return false;
        }
        boolean growsLeft = at > 0 && to[at - 1] == seqNr - 1 && itemCount[at - 1] == items;
        boolean growsRight = at < size && from[at] == seqNr + 1 && itemCount[at] == items;
        if (growsLeft && growsRight) {
            to[at - 1] = to[at];
            remove(at);
        } else if (growsLeft) {
            to[at - 1] = seqNr;
        } else if (growsRight) {
            from[at] = seqNr;
        } else {
            insert(at, seqNr, items);
        }
        return true;
    }

    int itemCount(long seqNr) {
        int at = firstEndingAtOrAfter(seqNr);
        return at < size && from[at] <= seqNr ? itemCount[at] : -1;
    }

    public void forEachRun(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.run(from[i], to[i], itemCount[i]);
        }
    }

    /** How many sequence numbers are missing between 1 and the highest one. */
    public long gaps() {
        long present = 0;
        for (int i = 0; i < size; i++) {
            present += to[i] - from[i] + 1;
        }
        return size == 0 ? 0 : to[size - 1] - present;
    }

    private int firstEndingAtOrAfter(long seqNr) {
        if (size == 0 || to[size - 1] < seqNr) {
            return size;
        }
        int found = Arrays.binarySearch(to, 0, size, seqNr);
        return found >= 0 ? found : -found - 1;
    }

    private void insert(int at, long seqNr, int items) {
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            to = Arrays.copyOf(to, size * 2);
            itemCount = Arrays.copyOf(itemCount, size * 2);
        }
        System.arraycopy(from, at, from, at + 1, size - at);
        System.arraycopy(to, at, to, at + 1, size - at);
        System.arraycopy(itemCount, at, itemCount, at + 1, size - at);
        from[at] = seqNr;
        to[at] = seqNr;
        itemCount[at] = items;
        size++;
    }

    private void remove(int at) {
        System.arraycopy(from, at + 1, from, at, size - at - 1);
        System.arraycopy(to, at + 1, to, at, size - at - 1);
        System.arraycopy(itemCount, at + 1, itemCount, at, size - at - 1);
        size--;
    }
}
