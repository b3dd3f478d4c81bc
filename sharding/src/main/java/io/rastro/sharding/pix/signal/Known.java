package io.rastro.sharding.pix.signal;

import io.rastro.protocol.pix.Party;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last counterparties of an account, by a hash of 64 bits of their pseudonyms: one that was not there among so many
 * others is taken for new. Immutable.
 *
 * @param hashes oldest first, at most {@link #MOST}
 */
record Known(long[] hashes) {

    /** 4 KiB. */
    static final int MOST = 512;

    static final Known NOBODY = new Known(new long[0]);

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    boolean contains(Party party) {
        return indexOf(hash(party)) >= 0;
    }

    /** Who comes again is the newest. */
    Known plus(@Nullable Party party) {
        if (party == null) {
            return this;
        }
        long hash = hash(party);
        int there = indexOf(hash);
        if (there >= 0 && there == hashes.length - 1) {
            return this;
        }
        int leaves = there >= 0 ? there : hashes.length == MOST ? 0 : hashes.length;
        long[] next = new long[there >= 0 || hashes.length == MOST ? hashes.length : hashes.length + 1];
        System.arraycopy(hashes, 0, next, 0, leaves);
        if (leaves < hashes.length) {
            System.arraycopy(hashes, leaves + 1, next, leaves, hashes.length - leaves - 1);
        }
        next[next.length - 1] = hash;
        return new Known(next);
    }

    private int indexOf(long hash) {
        for (int i = hashes.length - 1; i >= 0; i--) {
            if (hashes[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    /** FNV-1a; a pseudonym is as good as random. */
    private static long hash(Party party) {
        long hash = OFFSET;
        for (byte each : party.pseudonym().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xFF)) * PRIME;
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Known known && Arrays.equals(hashes, known.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return "Known[" + hashes.length + "]";
    }
}
