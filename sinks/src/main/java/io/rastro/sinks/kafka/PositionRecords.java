package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierGeofenceCodec;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The records of a journal event, one a position, and behind them in topics of their own one for each crossing of a geofence and
 * one for each change of what the courier does with an order: key the entity's id, value in the Confluent wire format, timestamp
 * when it was received, headers {@code event_id}, {@code seq} and {@code content-type} as text. The first position of an event also
 * has {@code prev_seq}: the event with positions before it, so that a reader of positions can tell a loss from journal events
 * that have none; absent where the event does not say.
 */
final class PositionRecords {

    private static final Header CONTENT_TYPE =
            new RecordHeader("content-type", ascii("application/vnd.confluent.avro"));

    private final Topic positions;
    private final Topic geofences;
    private final Topic orders;

    PositionRecords(Topic positions, Topic geofences, Topic orders) {
        this.positions = positions;
        this.geofences = geofences;
        this.orders = orders;
    }

    /** @param schemaId the registry's id of the values' schema */
    record Topic(String name, int schemaId) {}

    /** How many they are. */
    static int countOf(Outgoing item) {
        return item.event() instanceof PositionsRecorded recorded
                ? recorded.positions().size()
                        + recorded.crossings().size()
                        + recorded.pickups().size()
                : 1;
    }

    /** How many of them are positions. */
    static int positionsOf(Outgoing item) {
        return item.event() instanceof PositionsRecorded recorded
                ? recorded.positions().size()
                : 0;
    }

    List<ProducerRecord<byte[], byte[]>> of(Outgoing item) {
        Writing writing = new Writing(item);
        if (item.event() instanceof PositionsRecorded recorded) {
            writing.add(recorded);
        }
        if (item.event() instanceof CourierEvent event) {
            TracedOrderChange.of(item.entityId(), item.seqNr(), event).forEach(writing::add);
        }
        return writing.records;
    }

    /** The records of one event, and what they have in common. */
    private final class Writing {

        private final Outgoing item;
        private final byte[] key;
        private final Long receivedAt;
        private final Header seq;
        private final List<ProducerRecord<byte[], byte[]>> records;

        Writing(Outgoing item) {
            this.item = item;
            this.key = ascii(item.entityId());
            this.receivedAt = item.event().receivedAtMillis();
            this.seq = new RecordHeader("seq", ascii(Long.toString(item.seqNr())));
            this.records = new ArrayList<>(countOf(item));
        }

        void add(PositionsRecorded recorded) {
            byte[] eventIdStem = ascii(item.persistenceId() + '~' + item.seqNr() + '~');
            for (int index = 0; index < recorded.positions().size(); index++) {
                Header eventId = new RecordHeader(RecordTrace.EVENT_ID, withIndex(eventIdStem, index));
                byte[] value = CourierPositionCodec.toConfluent(positions.schemaId(), traced(recorded, index));
                Long previous = index == 0 ? previous(recorded) : null;
                add(
                        positions,
                        value,
                        previous == null
                                ? List.of(eventId, seq, CONTENT_TYPE)
                                : List.of(
                                        eventId,
                                        seq,
                                        CONTENT_TYPE,
                                        new RecordHeader(RecordTrace.PREVIOUS, ascii(previous.toString()))));
            }
            for (GeofenceCrossing crossing : recorded.crossings()) {
                TracedPosition traced = traced(recorded, crossing.index());
                add(
                        geofences,
                        CourierGeofenceCodec.toConfluent(geofences.schemaId(), traced, crossing),
                        headers(CourierGeofenceCodec.eventId(traced, crossing)));
            }
        }

        void add(TracedOrderChange change) {
            add(orders, CourierOrderCodec.toConfluent(orders.schemaId(), change), headers(change.eventId()));
        }

        private void add(Topic topic, byte[] value, List<Header> headers) {
            records.add(new ProducerRecord<>(topic.name(), null, receivedAt, key, value, headers));
        }

        private List<Header> headers(String eventId) {
            return List.of(new RecordHeader(RecordTrace.EVENT_ID, ascii(eventId)), seq, CONTENT_TYPE);
        }

        private TracedPosition traced(PositionsRecorded recorded, int index) {
            return new TracedPosition(
                    item.entityId(),
                    item.seqNr(),
                    index,
                    recorded.receivedAtMillis(),
                    recorded.positions().get(index));
        }

        /** Before version 4 nothing but markers lay between events with positions. */
        private @Nullable Long previous(PositionsRecorded recorded) {
            Boolean afterMarker = recorded.afterMarker();
            if (recorded.previous() != null || afterMarker == null) {
                return recorded.previous();
            }
            return item.seqNr() - (afterMarker ? 2 : 1);
        }
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
