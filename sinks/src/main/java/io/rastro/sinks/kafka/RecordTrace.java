package io.rastro.sinks.kafka;

import io.rastro.protocol.EventId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What the headers of a record say of its place in the journal, see {@link PositionRecords} and {@link PixRecords}. */
public final class RecordTrace {

    /** {@link #previousSeqNr} of a record that does not say. */
    public static final long UNKNOWN = -1;

    static final String EVENT_ID = "event_id";

    /** The event that brought something into this topic before this record's did; 0: none. */
    static final String PREVIOUS = "prev_seq";

    /** The place in the same event of what it brought into this topic before. */
    static final String PREVIOUS_INDEX = "prev_index";

    private RecordTrace() {}

    /** The event that brought something into this topic before this record's did; 0: none; {@link #UNKNOWN} where it is not said. */
    public static long previousSeqNr(ConsumerRecord<String, byte[]> record) {
        return number(record, PREVIOUS);
    }

    /**
     * The place of what its own event brought into this topic before it; {@link #UNKNOWN} of the first of an event, and where it
     * is not said.
     */
    public static int previousIndex(ConsumerRecord<String, byte[]> record) {
        return (int) Math.min(Integer.MAX_VALUE, number(record, PREVIOUS_INDEX));
    }

    /**
     * For a record whose value cannot be read; empty unless the header names an event of the entity in the key.
     *
     * @param entityType what the entity's persistence id begins with
     */
    public static Optional<EventId> eventId(ConsumerRecord<String, byte[]> record, String entityType) {
        String text = text(record, EVENT_ID);
        return text == null ? Optional.empty() : eventId(text, record, entityType);
    }

    /**
     * What is said of an item beside itself, and has a name of its own.
     *
     * @param what behind the item's name, such as a signal's rule
     */
    public record Detail(EventId item, String what) {}

    /** As {@link #eventId} of a record that is a detail. */
    public static Optional<Detail> detail(ConsumerRecord<String, byte[]> record, String entityType) {
        String text = text(record, EVENT_ID);
        int end = text == null ? -1 : text.lastIndexOf('~');
        return text == null || end < 0
                ? Optional.empty()
                : eventId(text.substring(0, end), record, entityType)
                        .map(item -> new Detail(item, text.substring(end + 1)));
    }

    private static Optional<EventId> eventId(String text, ConsumerRecord<String, byte[]> record, String entityType) {
        return record.key() == null
                ? Optional.empty()
                : EventId.parse(text).filter(id -> id.persistenceId().equals(entityType + '~' + record.key()));
    }

    private static long number(ConsumerRecord<String, byte[]> record, String name) {
        String text = text(record, name);
        if (text == null) {
            return UNKNOWN;
        }
        try {
            return Math.max(UNKNOWN, Long.parseLong(text));
        } catch (NumberFormatException notOurs) {
            return UNKNOWN;
        }
    }

    static @Nullable String text(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
