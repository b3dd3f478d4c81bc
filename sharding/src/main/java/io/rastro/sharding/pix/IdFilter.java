package io.rastro.sharding.pix;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A Bloom filter of ids that is never changed: the next one shares all but one of its pieces. It never denies an id that
 * went in; with {@link #CAPACITY} ids it takes about one in 1,500 others for one of them, and one in three with four
 * times as many.
 */
final class IdFilter {

    /** Ids for which its 64 KiB are meant: 16 bits an id. */
    static final int CAPACITY = 1 << 15;

    private static final int PIECES = 128;
    private static final int PIECE_LONGS = 64;
    private static final int PIECE_BITS = PIECE_LONGS * Long.SIZE;
    private static final int WRITTEN_PIECE = 1 + PIECE_LONGS * Long.BYTES;
    private static final int BITS_AN_ID = 8;
    private static final long[] NOTHING = new long[PIECE_LONGS];

    static final IdFilter EMPTY = empty();

    private final long[][] pieces;

    private IdFilter(long[][] pieces) {
        this.pieces = pieces;
    }

    private static IdFilter empty() {
        long[][] pieces = new long[PIECES][];
        Arrays.fill(pieces, NOTHING);
        return new IdFilter(pieces);
    }

    /** As {@link #toBytes} wrote it. */
    static IdFilter of(byte[] bytes) {
        if (bytes.length % WRITTEN_PIECE != 0) {
            throw new IllegalArgumentException("no filter has " + bytes.length + " bytes");
        }
        long[][] pieces = EMPTY.pieces.clone();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            long[] piece = new long[PIECE_LONGS];
            pieces[in.get()] = piece;
            for (int i = 0; i < PIECE_LONGS; i++) {
                piece[i] = in.getLong();
            }
        }
        return new IdFilter(pieces);
    }

    /** The pieces that hold anything, each behind its number. */
    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(PIECES * WRITTEN_PIECE);
        for (int place = 0; place < PIECES; place++) {
            if (pieces[place] != NOTHING) {
                out.put((byte) place);
                for (long bits : pieces[place]) {
                    out.putLong(bits);
                }
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    IdFilter plus(String id) {
        long hash = hash(id);
        int place = pieceOf(hash);
        long[] piece = pieces[place].clone();
        long step = mix(hash) | 1;
        for (int i = 0; i < BITS_AN_ID; i++) {
            int bit = bit(hash, step, i);
            piece[bit >>> 6] |= 1L << bit;
        }
        long[][] next = pieces.clone();
        next[place] = piece;
        return new IdFilter(next);
    }

    /** False: it did not go in, for certain. */
    boolean mayContain(String id) {
        long hash = hash(id);
        long[] piece = pieces[pieceOf(hash)];
        long step = mix(hash) | 1;
        for (int i = 0; i < BITS_AN_ID; i++) {
            int bit = bit(hash, step, i);
            if ((piece[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int pieceOf(long hash) {
        return (int) (hash >>> 57);
    }

    private static int bit(long hash, long step, int i) {
        return (int) (hash + i * step) & (PIECE_BITS - 1);
    }

    /** FNV-1a over the characters, mixed. */
    private static long hash(String id) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long bits) {
        long z = bits + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdFilter filter && Arrays.deepEquals(pieces, filter.pieces);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(pieces);
    }
}
