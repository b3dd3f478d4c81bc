package io.rastro.sinks.lake;

import io.rastro.protocol.EventId;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.RecordTrace;
import io.rastro.sinks.kafka.ValueReader;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Positions of couriers, by the time of the fix. */
record PositionDataset(String topic) implements Dataset<TracedPosition> {

    private static final Columns<TracedPosition> COLUMNS = new Columns<TracedPosition>("courier_position")
            .text("event_id", PositionDataset::nameOf)
            .text("courier_id", TracedPosition::courierId)
            .repetitive()
            .int64("seq", TracedPosition::seqNr)
            .repetitive()
            .int32("index", TracedPosition::index)
            .instant("fixed_at", traced -> traced.position().fixedAtMillis())
            .instant("received_at", TracedPosition::receivedAtMillis)
            .repetitive()
            .float64("lat", traced -> traced.position().lat())
            .float64("lon", traced -> traced.position().lon())
            .optionalFloat64("accuracy_m", traced -> traced.position().accuracyM())
            .optionalFloat64("speed_mps", traced -> traced.position().speedMps())
            .optionalFloat64("bearing_deg", traced -> traced.position().bearingDeg())
            .optionalFloat64("altitude_m", traced -> traced.position().altitudeM())
            .optionalFloat64("battery_pct", traced -> traced.position().batteryPct())
            .repetitive()
            .optionalText("order_id", traced -> traced.position().orderId())
            .repetitive()
            .optionalMap("attributes", traced -> traced.position().attributes())
            .repetitive()
            .bool("late", traced -> traced.position().late());

    @Override
    public ValueReader<TracedPosition> reader(IntFunction<Optional<Schema>> schemas) {
        return ValueReader.ofPositions(schemas);
    }

    @Override
    public String eventId(TracedPosition traced) {
        return nameOf(traced);
    }

    @Override
    public long timeMillis(TracedPosition traced) {
        return traced.position().fixedAtMillis();
    }

    @Override
    public Columns<TracedPosition> columns() {
        return COLUMNS;
    }

    @Override
    public Place place(TracedPosition traced, ConsumerRecord<String, byte[]> record) {
        return place(traced.courierId(), traced.seqNr(), traced.index(), record);
    }

    @Override
    public Optional<Place> place(ConsumerRecord<String, byte[]> unreadable) {
        return RecordTrace.eventId(unreadable, CourierId.ENTITY_TYPE)
                .map(id -> place(unreadable.key(), id.seqNr(), id.index(), unreadable));
    }

    /**
     * All positions of an event are in the topic, so each comes behind the one before it. Only the first has the header: the
     * others need not be looked through for it. Where it is not said, one event before may never have been published.
     */
    private static Place place(String courierId, long seqNr, int index, ConsumerRecord<String, byte[]> record) {
        long said = index == 0 ? RecordTrace.previousSeqNr(record) : RecordTrace.UNKNOWN;
        return new Place(courierId, seqNr, index, said == RecordTrace.UNKNOWN ? seqNr - 2 : said, index - 1);
    }

    /** As {@link EventId} writes it, of which there are too many for an object each. */
    private static String nameOf(TracedPosition traced) {
        return CourierId.ENTITY_TYPE + '~' + traced.courierId() + '~' + traced.seqNr() + '~' + traced.index();
    }
}
