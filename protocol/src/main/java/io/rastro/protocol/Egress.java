package io.rastro.protocol;

import io.rastro.protocol.courier.PositionsRecorded;

/**
 * The way out of an entity towards the backbone. An entity knows nothing else of what lies behind it.
 *
 * <p>Items offered for one entity are published in the order of the offers. What was offered may still be lost (the
 * process dies, the stream behind it restarts): only {@link Acknowledgement} says that an item is safe, and an entity
 * offers again from its journal what was not acknowledged.
 */
@FunctionalInterface
public interface Egress {

    /**
     * Never blocks.
     *
     * @return false when the queue is full: the item was not taken
     */
    boolean offer(Outgoing item);

    /**
     * One journal event on its way out.
     *
     * @param entityId the key in Kafka, such as a courier id
     * @param persistenceId the entity in the journal, such as {@code courier~c-17}
     */
    record Outgoing(
            String entityId,
            String persistenceId,
            long seqNr,
            PositionsRecorded event,
            Acknowledgement acknowledgement) {}

    /** Told once when all items of the journal event are stored by the backbone; called on any thread. */
    @FunctionalInterface
    interface Acknowledgement {
        void published(long seqNr);
    }
}
