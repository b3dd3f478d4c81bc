package io.rastro.sharding.live;

import java.util.Optional;

/**
 * How far a watcher has seen: everything up to and with this place. Written {@code seq.index}; a bare {@code seq} means
 * that all of that event was seen.
 *
 * @param seqNr the journal's sequence number; 0 before the first event
 * @param index the place within the event; {@link Integer#MAX_VALUE} when all of it was seen
 */
public record Cursor(long seqNr, int index) implements Comparable<Cursor> {

    public static final Cursor BEGINNING = allOf(0);

    public Cursor {
        if (seqNr < 0 || seqNr == Long.MAX_VALUE || index < 0) {
            throw new IllegalArgumentException("a cursor is seq or seq.index, both at least 0");
        }
    }

    public static Cursor allOf(long seqNr) {
        return new Cursor(seqNr, Integer.MAX_VALUE);
    }

    /** Everything before this place. */
    public static Cursor before(long seqNr, int index) {
        return index == 0 ? allOf(seqNr - 1) : new Cursor(seqNr, index - 1);
    }

    public static Optional<Cursor> parse(String text) {
        try {
            int dot = text.indexOf('.');
            return Optional.of(
                    dot < 0
                            ? allOf(Long.parseLong(text))
                            : new Cursor(
                                    Long.parseLong(text, 0, dot, 10),
                                    Integer.parseInt(text, dot + 1, text.length(), 10)));
        } catch (IllegalArgumentException notACursor) {
            return Optional.empty();
        }
    }

    /** The first event of which something was not seen; it may turn out that all of it was. */
    long nextSeqNr() {
        return index == Integer.MAX_VALUE ? seqNr + 1 : seqNr;
    }

    @Override
    public int compareTo(Cursor other) {
        int bySeqNr = Long.compare(seqNr, other.seqNr);
        return bySeqNr != 0 ? bySeqNr : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return index == Integer.MAX_VALUE ? Long.toString(seqNr) : seqNr + "." + index;
    }
}
