package io.rastro.protocol;

/** The way out of the entities towards the backbone. An entity knows nothing else of what lies behind it. */
@FunctionalInterface
public interface Egress {

    /** The line that takes items now; a new one after the one before it broke. */
    Line line();

    /**
     * One life of the stream towards the backbone. What is offered is published in the order of the offers, per entity
     * without a gap, until the line breaks; from then on it publishes nothing more and takes nothing more, and what was
     * not acknowledged has to be offered to the next line, again in order. So the acknowledgements of one entity on one
     * line are always a prefix of its offers.
     */
    interface Line {

        /**
         * Never blocks; may be called from any thread.
         *
         * @return false when the line is full or broken: the item was not taken
         */
        boolean offer(Outgoing item);

        /** False once the line broke; it never mends. */
        boolean isOpen();

        /**
         * When it last acknowledged something of any entity, or was opened, by {@link System#nanoTime()}: one that
         * acknowledges nobody waits for its backbone and has lost nothing.
         */
        long lastAcknowledgement();
    }

    /**
     * One journal event on its way out.
     *
     * @param entityId the key in Kafka, such as a courier id
     * @param persistenceId the entity in the journal, such as {@code courier~c-17}
     */
    record Outgoing(
            String entityId, String persistenceId, long seqNr, PublishedEvent event, Acknowledgement acknowledgement) {}

    /** Told once when all items of the journal event are stored by the backbone; called on any thread, must not block. */
    @FunctionalInterface
    interface Acknowledgement {
        void published(long seqNr);
    }
}
