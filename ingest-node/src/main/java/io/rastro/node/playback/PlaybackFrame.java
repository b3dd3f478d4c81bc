package io.rastro.node.playback;

import io.rastro.protocol.courier.TracedPosition;

/** What who plays a history is shown. */
sealed interface PlaybackFrame {

    record PositionFrame(TracedPosition position) implements PlaybackFrame {}

    /** Nothing was shown for a while; the connection is alive. */
    record Heartbeat() implements PlaybackFrame {}

    /**
     * Nothing more comes.
     *
     * @param positions how many were shown
     */
    record End(long positions) implements PlaybackFrame {}
}
