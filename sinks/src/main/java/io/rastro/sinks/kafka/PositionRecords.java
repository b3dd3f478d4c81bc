package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The records of a journal event, one a position: key the entity's id, value in the Confluent wire format, timestamp when
 * it was received, headers {@code event_id}, {@code seq} and {@code content-type} as text. The first one of an event also
 * has {@code prev_seq}: the event that was published before it, so that a reader can tell a loss from a journal event
 * that is never published; absent where the event does not say.
 */
final class PositionRecords {

    private static final Header CONTENT_TYPE =
            new RecordHeader("content-type", ascii("application/vnd.confluent.avro"));

    private final String topic;
    private final int schemaId;

    PositionRecords(String topic, int schemaId) {
        this.topic = topic;
        this.schemaId = schemaId;
    }

    List<ProducerRecord<byte[], byte[]>> of(Outgoing item) {
        List<Position> positions = item.event().positions();
        Long receivedAt = item.event().receivedAtMillis();
        byte[] key = ascii(item.entityId());
        byte[] eventIdStem = ascii(item.persistenceId() + '~' + item.seqNr() + '~');
        Header seq = new RecordHeader("seq", ascii(Long.toString(item.seqNr())));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(positions.size());
        for (int index = 0; index < positions.size(); index++) {
            TracedPosition traced =
                    new TracedPosition(item.entityId(), item.seqNr(), index, receivedAt, positions.get(index));
            Header eventId = new RecordHeader(RecordTrace.EVENT_ID, withIndex(eventIdStem, index));
            records.add(new ProducerRecord<>(
                    topic,
                    null,
                    receivedAt,
                    key,
                    CourierPositionCodec.toConfluent(schemaId, traced),
                    headers(item, index, eventId, seq)));
        }
        return records;
    }

    private static List<Header> headers(Outgoing item, int index, Header eventId, Header seq) {
        Boolean afterMarker = item.event().afterMarker();
        if (index > 0 || afterMarker == null) {
            return List.of(eventId, seq, CONTENT_TYPE);
        }
        long previous = item.seqNr() - (afterMarker ? 2 : 1);
        return List.of(
                eventId, seq, CONTENT_TYPE, new RecordHeader(RecordTrace.PREVIOUS, ascii(Long.toString(previous))));
    }

    /** The stem and the index's decimal digits. */
    static byte[] withIndex(byte[] stem, int index) {
        int digits = 1;
        for (int rest = index / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] text = java.util.Arrays.copyOf(stem, stem.length + digits);
        int rest = index;
        for (int at = text.length - 1; at >= stem.length; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return text;
    }

    /** Ids are ASCII by their rule. */
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
