package io.rastro.sharding.live;

import io.rastro.protocol.courier.TracedPosition;

/** What a watcher is shown. */
public sealed interface LiveFrame {

    /** A position; the cursor of it is {@code seqNr.index}. */
    record PositionFrame(TracedPosition position) implements LiveFrame {}

    /** Nothing happened for a while; the connection is alive. */
    record Heartbeat() implements LiveFrame {}

    /**
     * The watcher was too slow: the positions after {@code from} up to and with {@code to} were left out (history has
     * them).
     */
    record Lagging(Cursor from, Cursor to) implements LiveFrame {}
}
