package io.rastro.proving.load;

import io.rastro.proving.ledger.Ledger;
import org.jspecify.annotations.Nullable;

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

    /** What an item is called in a ledger; null when its place in the answer's event names it. See {@link Ledger#stored}. */
    @Nullable
    String name(int index);

    /** The line of the file that an item is from, from 1; 0 when there is none. */
    long line(int index);
}
