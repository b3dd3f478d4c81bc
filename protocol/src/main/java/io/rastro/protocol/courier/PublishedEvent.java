package io.rastro.protocol.courier;

/** A journal event that goes to the backbone. */
public sealed interface PublishedEvent extends CourierEvent permits PositionsRecorded, OrderChanged {

    /** When the node received the request: epoch milliseconds, UTC. */
    long receivedAtMillis();
}
