package io.rastro.protocol.courier;

/** What a courier's journal holds. */
public sealed interface CourierEvent permits PublishedEvent, OutboxDrained {

    /** Every event of this courier up to this sequence number was published when this event was persisted. */
    long publishedUpTo();
}
