package io.rastro.sharding.pix.signal;

import io.rastro.protocol.pix.journal.PixSnapshot.WindowRecord;
import java.util.Arrays;

/**
 * How many and how much in the time before an instant, by buckets. It ends with the newest bucket that something fell into;
 * what is older than it is long is left out. Exact but for the oldest bucket, which counts as a whole. Immutable.
 *
 * @param bucketMillis how long a bucket is
 * @param newest number of the newest bucket since 1970; {@link Long#MIN_VALUE} before anything came
 * @param counts by bucket number modulo their number
 * @param sums centavos, likewise
 */
record Window(long bucketMillis, long newest, int[] counts, long[] sums) {

    /** How many, and how many centavos. */
    record Total(long count, long centavos) {}

    static Window empty(int buckets, long bucketMillis) {
        return new Window(bucketMillis, Long.MIN_VALUE, new int[buckets], new long[buckets]);
    }

    /** From what was written down of one as long as this. */
    Window restored(WindowRecord written) {
        if (written.bucketMillis() != bucketMillis
                || written.counts().length != counts.length
                || written.centavos().length != sums.length) {
            throw new IllegalArgumentException("a window of another length was written down");
        }
        return new Window(bucketMillis, written.newest(), written.counts(), written.centavos());
    }

    WindowRecord written() {
        return new WindowRecord(bucketMillis, newest, counts, sums);
    }

    Window plus(long atMillis, long centavos) {
        long bucket = bucket(atMillis);
        if (newest != Long.MIN_VALUE && bucket <= newest - counts.length) {
            return this;
        }
        int[] nextCounts = counts.clone();
        long[] nextSums = sums.clone();
        long last = newest == Long.MIN_VALUE ? bucket : Math.max(newest, bucket);
        if (newest == Long.MIN_VALUE || last - newest >= counts.length) {
            Arrays.fill(nextCounts, 0);
            Arrays.fill(nextSums, 0);
        } else {
            for (long passed = newest + 1; passed <= last; passed++) {
                nextCounts[place(passed)] = 0;
                nextSums[place(passed)] = 0;
            }
        }
        nextCounts[place(bucket)]++;
        nextSums[place(bucket)] += centavos;
        return new Window(bucketMillis, last, nextCounts, nextSums);
    }

    /** Of the time before this instant that the window is long. */
    Total before(long atMillis) {
        long last = bucket(atMillis);
        long count = 0;
        long centavos = 0;
        if (newest != Long.MIN_VALUE) {
            long oldest = Math.max(last, newest) - counts.length + 1;
            for (long bucket = oldest; bucket <= Math.min(last, newest); bucket++) {
                count += counts[place(bucket)];
                centavos += sums[place(bucket)];
            }
        }
        return new Total(count, centavos);
    }

    private long bucket(long atMillis) {
        return Math.floorDiv(atMillis, bucketMillis);
    }

    private int place(long bucket) {
        return Math.floorMod(bucket, counts.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Window window
                && bucketMillis == window.bucketMillis
                && newest == window.newest
                && Arrays.equals(counts, window.counts)
                && Arrays.equals(sums, window.sums);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(newest) * 31 + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Window[" + before(newest == Long.MIN_VALUE ? 0 : (newest + 1) * bucketMillis - 1) + "]";
    }
}
