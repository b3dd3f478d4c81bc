package io.rastro.protocol.courier;

import io.rastro.protocol.PublishedEvent;

/**
 * Somebody said what a courier does with an order. It holds no position.
 *
 * @param receivedAtMillis when the node received the request: epoch milliseconds, UTC
 * @param publishedUpTo see {@link PublishedEvent#publishedUpTo()}
 * @param orderId same rule as {@link CourierId}
 */
public record OrderChanged(long receivedAtMillis, long publishedUpTo, String orderId, OrderChange change)
        implements CourierEvent, PublishedEvent {}
