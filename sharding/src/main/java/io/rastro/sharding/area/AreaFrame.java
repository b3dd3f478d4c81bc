package io.rastro.sharding.area;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.live.Cursor;
import java.util.List;

/** What the watcher of a window is shown. */
public sealed interface AreaFrame {

    /** Everyone who was in the window when it was opened has been shown. */
    record Opened(Bbox window) implements AreaFrame {}

    /** A courier that was not shown is in the window. */
    record Entered(TracedPosition at) implements AreaFrame {}

    /** A courier that is shown has a new live position in the window. */
    record Moved(TracedPosition at) implements AreaFrame {}

    /** A courier that was shown is not in the window any more, or not there any more at all. */
    record Left(String courierId) implements AreaFrame {}

    /**
     * The watcher was too slow: live positions of a courier after {@code from} up to and with {@code to} were left out; the
     * newest one follows.
     */
    record Lagging(String courierId, Cursor from, Cursor to) implements AreaFrame {}

    /** More are in the window than are shown one by one. It stands for all that was shown before. */
    record Crowded(List<Cluster> clusters) implements AreaFrame {}

    /** What the watcher has sent last was of no use, and why; the window stays. */
    record Refused(String why) implements AreaFrame {}

    /** Nothing happened for a while; the connection is alive. */
    record Heartbeat() implements AreaFrame {}
}
