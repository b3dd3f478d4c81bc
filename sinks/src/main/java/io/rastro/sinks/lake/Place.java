package io.rastro.sinks.lake;

/**
 * Where a record stands among those of its topic.
 *
 * @param key of what is published in the order of (seqNr, index), and at each of these once: such as an entity
 * @param seqNr of its event in the entity's journal
 * @param index its place within that event
 * @param previousSeqNr the event that brought something of the key into this topic before its own did; {@link #UNKNOWN} where
 *     that is not said
 * @param previousIndex of what its own event brought before it; {@link #UNKNOWN} where it is the first, or that is not said
 */
public record Place(String key, long seqNr, int index, long previousSeqNr, int previousIndex) {

    public static final int UNKNOWN = -1;

    /** Nothing is said of what came before it. */
    static Place alone(String key, long seqNr, int index) {
        return new Place(key, seqNr, index, UNKNOWN, UNKNOWN);
    }
}
