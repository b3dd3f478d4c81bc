package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.courier.CourierGeofenceCodec;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record a position, and behind them in topics of their own one for each crossing of a geofence and one for each change of
 * what the courier does with an order. The first position of an event also has {@code prev_seq}: the event with positions before
 * it, so that a reader of positions can tell a loss from journal events that have none; absent where the event does not say.
 */
final class PositionRecords implements Records<PositionsRecorded> {

    private final Topic positions;
    private final Topic geofences;
    private final Topic orders;

    PositionRecords(EgressTopics topics) {
        this.positions = topics.positions();
        this.geofences = topics.geofences();
        this.orders = topics.orders();
    }

    @Override
    public int countOf(PositionsRecorded event) {
        return event.positions().size()
                + event.crossings().size()
                + event.pickups().size();
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> of(Outgoing item, PositionsRecorded event) {
        Writing writing = new Writing(item, countOf(event));
        Long previous = previous(item, event);
        for (int index = 0; index < event.positions().size(); index++) {
            byte[] value = CourierPositionCodec.toConfluent(positions.schemaId(), traced(item, event, index));
            if (index == 0 && previous != null) {
                writing.addFirst(positions, value, index, previous);
            } else {
                writing.add(positions, value, index);
            }
        }
        for (GeofenceCrossing crossing : event.crossings()) {
            TracedPosition traced = traced(item, event, crossing.index());
            writing.add(
                    geofences,
                    CourierGeofenceCodec.toConfluent(geofences.schemaId(), traced, crossing),
                    CourierGeofenceCodec.eventId(traced, crossing));
        }
        for (TracedOrderChange change : TracedOrderChange.of(item.entityId(), item.seqNr(), event)) {
            writing.add(orders, CourierOrderCodec.toConfluent(orders.schemaId(), change), change.eventId());
        }
        return writing.records();
    }

    @Override
    public void stored(int items, EgressMeters meters) {
        meters.positions().increment(items);
    }

    private static TracedPosition traced(Outgoing item, PositionsRecorded event, int index) {
        return new TracedPosition(
                item.entityId(),
                item.seqNr(),
                index,
                event.receivedAtMillis(),
                event.positions().get(index));
    }

    /** Before version 4 nothing but markers lay between events with positions. */
    private static @Nullable Long previous(Outgoing item, PositionsRecorded event) {
        Boolean afterMarker = event.afterMarker();
        if (event.previous() != null || afterMarker == null) {
            return event.previous();
        }
        return item.seqNr() - (afterMarker ? 2 : 1);
    }
}
