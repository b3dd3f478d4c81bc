package io.rastro.proving.load;

/** What one POST carries: a number of items, at least one. */
public sealed interface Content permits Positions, PixEvents {

    /** What is asked for, percent-encoded. */
    String path();

    /** @param ofPositions as what positions are written */
    String contentType(BodyFormat ofPositions);

    /** @param ofPositions as what positions are written */
    byte[] body(BodyFormat ofPositions);

    /** How many items. */
    int size();

    /** The line of the file that an item is from, from 1; 0 when there is none. */
    long line(int index);
}
