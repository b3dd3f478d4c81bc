package io.rastro.proving.ledger;

import java.util.Arrays;

/**
 * A set of names, for many millions of them: eight bytes each (three times that while it grows), since of a name only a hash
 * of 64 bits is kept. Of ten million names the odds that two are taken for one are below one in a hundred thousand. First it
 * is filled, then it is asked.
 */
public final class NameSet {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] hashes = new long[64];
    private int size;
    private boolean sealed;

    /** A name that is there already changes nothing. @throws IllegalStateException after {@link #seal} */
    public void add(String name) {
        if (sealed) {
            throw new IllegalStateException("the set is asked already");
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash(name);
    }

    /** Nothing is added any more; done again it changes nothing. */
    public NameSet seal() {
        if (!sealed) {
            Arrays.sort(hashes, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || hashes[i] != hashes[i - 1]) {
                    hashes[kept++] = hashes[i];
                }
            }
            hashes = Arrays.copyOf(hashes, kept);
            size = kept;
            sealed = true;
        }
        return this;
    }

    /** How many different ones. @throws IllegalStateException before {@link #seal} */
    public int size() {
        requireSealed();
        return size;
    }

    /**
     * A number from 0 to below {@link #size} that only this name has.
     *
     * @return below 0 when it is not in the set
     * @throws IllegalStateException before {@link #seal}
     */
    public int placeOf(String name) {
        requireSealed();
        return Arrays.binarySearch(hashes, 0, size, hash(name));
    }

    private void requireSealed() {
        if (!sealed) {
            throw new IllegalStateException("the set is still being filled");
        }
    }

    /** Names that differ in their last digits only must not stay near each other: spread them as SplitMix64 does. */
    public static long hash(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
