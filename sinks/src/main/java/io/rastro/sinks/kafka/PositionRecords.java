package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.courier.CourierGeofenceCodec;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The records of a journal event, one a position, and behind them one for each crossing of a geofence in a topic of its own:
 * key the entity's id, value in the Confluent wire format, timestamp when
 * it was received, headers {@code event_id}, {@code seq} and {@code content-type} as text. The first one of an event also
 * has {@code prev_seq}: the event that was published before it, so that a reader can tell a loss from a journal event
 * that is never published; absent where the event does not say.
 */
final class PositionRecords {

    private static final Header CONTENT_TYPE =
            new RecordHeader("content-type", ascii("application/vnd.confluent.avro"));

    private final Topic positions;
    private final Topic geofences;

    PositionRecords(Topic positions, Topic geofences) {
        this.positions = positions;
        this.geofences = geofences;
    }

    /** @param schemaId the registry's id of the values' schema */
    record Topic(String name, int schemaId) {}

    /** How many they are. */
    static int countOf(Outgoing item) {
        return item.event().positions().size() + item.event().crossings().size();
    }

    List<ProducerRecord<byte[], byte[]>> of(Outgoing item) {
        List<Position> recorded = item.event().positions();
        Long receivedAt = item.event().receivedAtMillis();
        byte[] key = ascii(item.entityId());
        byte[] eventIdStem = ascii(item.persistenceId() + '~' + item.seqNr() + '~');
        Header seq = new RecordHeader("seq", ascii(Long.toString(item.seqNr())));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(countOf(item));
        for (int index = 0; index < recorded.size(); index++) {
            TracedPosition traced = traced(item, index);
            Header eventId = new RecordHeader(RecordTrace.EVENT_ID, withIndex(eventIdStem, index));
            records.add(new ProducerRecord<>(
                    positions.name(),
                    null,
                    receivedAt,
                    key,
                    CourierPositionCodec.toConfluent(positions.schemaId(), traced),
                    headers(item, index, eventId, seq)));
        }
        for (GeofenceCrossing crossing : item.event().crossings()) {
            TracedPosition traced = traced(item, crossing.index());
            records.add(new ProducerRecord<>(
                    geofences.name(),
                    null,
                    receivedAt,
                    key,
                    CourierGeofenceCodec.toConfluent(geofences.schemaId(), traced, crossing),
                    List.of(
                            new RecordHeader(
                                    RecordTrace.EVENT_ID, ascii(CourierGeofenceCodec.eventId(traced, crossing))),
                            seq,
                            CONTENT_TYPE)));
        }
        return records;
    }

    private static TracedPosition traced(Outgoing item, int index) {
        return new TracedPosition(
                item.entityId(),
                item.seqNr(),
                index,
                item.event().receivedAtMillis(),
                item.event().positions().get(index));
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
