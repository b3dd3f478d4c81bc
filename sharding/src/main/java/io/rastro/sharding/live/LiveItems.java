package io.rastro.sharding.live;

import io.rastro.protocol.JournalEvent;
import io.rastro.sharding.live.LiveFrame.Item;

/**
 * What differs between the kinds of entities that are watched: how an item of an event is shown. How many an event has it
 * says itself.
 *
 * @param events the kind's events with items
 */
public record LiveItems<E extends JournalEvent>(Class<E> events, Making<E> making) {

    /** Makes the frame of one item. */
    @FunctionalInterface
    public interface Making<E> {
        Item of(String entityId, long seqNr, E event, int index);
    }

    Item at(String entityId, long seqNr, JournalEvent event, int index) {
        return making.of(entityId, seqNr, events.cast(event), index);
    }
}
