package io.rastro.protocol;

import java.util.Optional;

/**
 * The one name of an event item, {@code persistenceId~seqNr~index}: the same in the journal, in Kafka's header
 * {@code event_id}, in the tables and in the lake. Every sink is idempotent by it.
 *
 * @param persistenceId the entity, such as {@code courier~c-17}
 * @param seqNr the journal's sequence number, from 1
 * @param index the place among the items that this journal event holds, from 0
 */
public record EventId(String persistenceId, long seqNr, int index) {

    public EventId {
        if (persistenceId.isEmpty() || seqNr < 1 || index < 0) {
            throw new IllegalArgumentException("not an event id: " + persistenceId + "~" + seqNr + "~" + index);
        }
    }

    /** The inverse of {@link #toString()}; empty when the text is not an event id. */
    public static Optional<EventId> parse(String text) {
        int beforeIndex = text.lastIndexOf('~');
        int beforeSeqNr = beforeIndex < 1 ? -1 : text.lastIndexOf('~', beforeIndex - 1);
        if (beforeSeqNr < 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EventId(
                    text.substring(0, beforeSeqNr),
                    Long.parseLong(text, beforeSeqNr + 1, beforeIndex, 10),
                    Integer.parseInt(text, beforeIndex + 1, text.length(), 10)));
        } catch (IllegalArgumentException notAnEventId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return persistenceId + '~' + seqNr + '~' + index;
    }
}
