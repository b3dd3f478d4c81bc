package io.rastro.node.orders;

import io.rastro.sharding.order.OrderFrame;

/** What who has a link is shown. */
sealed interface SharedFrame {

    record OfOrder(OrderFrame frame) implements SharedFrame {}

    /** The link has expired; the last frame. */
    record Expired() implements SharedFrame {}
}
