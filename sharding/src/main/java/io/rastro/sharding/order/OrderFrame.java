package io.rastro.sharding.order;

import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.LiveFrame;
import org.jspecify.annotations.Nullable;

/** What a watcher of an order is shown. */
public sealed interface OrderFrame {

    /**
     * A courier carries it now; another one than before, when one did.
     *
     * @param cursor null when the watcher is shown what is live, and not the leg from its beginning
     */
    record PickedUp(@Nullable OrderCursor cursor, String courierId, long atMillis) implements OrderFrame {}

    /** A position that serves the order. */
    record Position(OrderCursor cursor, PositionFrame frame) implements OrderFrame {}

    /** See {@link LiveFrame.Lagging}; what was left out may have been about other orders. */
    record Lagging(OrderCursor from, OrderCursor to) implements OrderFrame {}

    /** Nothing happened for a while; the connection is alive. */
    record Heartbeat() implements OrderFrame {}

    /** Its courier has it no more, and it is not delivered: somebody may pick it up. */
    record Released(OrderCursor cursor, long atMillis) implements OrderFrame {}

    /** The last frame. */
    record Delivered(OrderCursor cursor, long atMillis) implements OrderFrame {}
}
