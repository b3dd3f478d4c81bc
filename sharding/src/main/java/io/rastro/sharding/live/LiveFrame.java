package io.rastro.sharding.live;

import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.TracedPosition;
import java.util.List;

/** What a watcher is shown. */
public sealed interface LiveFrame {

    /**
     * A position; the cursor of it is {@code seqNr.index}.
     *
     * @param crossings what it came to at geofences
     */
    record PositionFrame(TracedPosition position, List<GeofenceCrossing> crossings) implements LiveFrame {

        /** As it is known without its event. */
        public PositionFrame(TracedPosition position) {
            this(position, List.of());
        }
    }

    /** Nothing happened for a while; the connection is alive. */
    record Heartbeat() implements LiveFrame {}

    /**
     * The watcher was too slow: the positions after {@code from} up to and with {@code to} were left out (history has
     * them).
     */
    record Lagging(Cursor from, Cursor to) implements LiveFrame {}
}
