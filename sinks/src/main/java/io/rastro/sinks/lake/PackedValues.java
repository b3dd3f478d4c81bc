package io.rastro.sinks.lake;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Values one after the other in large arrays: hundreds of thousands of small ones that live for a minute are what a
 * garbage collector copies and scans most. Not thread-safe.
 */
final class PackedValues {

    private static final int SLAB_BYTES = 256 * 1024;

    private final List<byte[]> slabs = new ArrayList<>();
    private int used = SLAB_BYTES;
    /** Of each value: the slab in the upper half, where it begins there in the lower. */
    private long[] places = new long[64];

    private int[] lengths = new int[64];
    private int size;
    private long bytes;

    void add(byte[] value) {
        if (size == places.length) {
            places = Arrays.copyOf(places, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        if (value.length > SLAB_BYTES - used) {
            slabs.add(new byte[Math.max(SLAB_BYTES, value.length)]);
            used = 0;
        }
        System.arraycopy(value, 0, slabs.get(slabs.size() - 1), used, value.length);
        places[size] = (long) (slabs.size() - 1) << 32 | used;
        lengths[size] = value.length;
        used = Math.min(SLAB_BYTES, used + value.length);
        bytes += value.length;
        size++;
    }

    int size() {
        return size;
    }

    /** The sum of the values' lengths. */
    long bytes() {
        return bytes;
    }

    /** A copy of one value. */
    byte[] get(int i) {
        byte[] slab = slabs.get((int) (places[i] >> 32));
        int from = (int) places[i];
        return Arrays.copyOfRange(slab, from, from + lengths[i]);
    }

    /** Some of the values, in the order given; each is copied when it is asked for. */
    List<byte[]> view(int[] which) {
        return new View(which);
    }

    private final class View extends AbstractList<byte[]> implements RandomAccess {

        private final int[] which;

        View(int[] which) {
            this.which = which;
        }

        @Override
        public byte[] get(int i) {
            return PackedValues.this.get(which[i]);
        }

        @Override
        public int size() {
            return which.length;
        }
    }
}
