package io.rastro.sinks.kafka;

import io.rastro.protocol.EventId;
import io.rastro.protocol.courier.CourierId;
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
        String text = text(record, PREVIOUS);
        if (text == null) {
            return UNKNOWN;
        }
        try {
            return Math.max(UNKNOWN, Long.parseLong(text));
        } catch (NumberFormatException notOurs) {
            return UNKNOWN;
        }
    }

    /** For a record whose value cannot be read; empty unless the header names an event of the entity in the key. */
    public static Optional<EventId> eventId(ConsumerRecord<String, byte[]> record) {
        String text = text(record, EVENT_ID);
        if (text == null || record.key() == null) {
            return Optional.empty();
        }
        return EventId.parse(text).filter(id -> id.persistenceId().equals(CourierId.ENTITY_TYPE + '~' + record.key()));
    }

    static @Nullable String text(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
