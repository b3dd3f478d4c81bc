package io.rastro.sinks.lake;

import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The lake's columns: straight from our record, without a generic one between. */
final class PositionWriteSupport extends WriteSupport<TracedPosition> {

    static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message courier_position {
              required binary event_id (STRING);
              required binary courier_id (STRING);
              required int64 seq;
              required int32 index;
              required int64 fixed_at (TIMESTAMP(MILLIS,true));
              required int64 received_at (TIMESTAMP(MILLIS,true));
              required double lat;
              required double lon;
              optional double accuracy_m;
              optional double speed_mps;
              optional double bearing_deg;
              optional double altitude_m;
              optional double battery_pct;
              optional binary order_id (STRING);
              optional group attributes (MAP) {
                repeated group key_value {
                  required binary key (STRING);
                  required binary value (STRING);
                }
              }
              required boolean late;
            }
            """);

    /** Set before the first record. */
    @SuppressWarnings("NullAway.Init")
    private RecordConsumer out;

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public WriteContext init(Configuration configuration) {
        throw new UnsupportedOperationException("there is no Hadoop here");
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        out = recordConsumer;
    }

    @Override
    public void write(TracedPosition traced) {
        Position position = traced.position();
        out.startMessage();
        text(
                "event_id",
                0,
                CourierId.ENTITY_TYPE + '~' + traced.courierId() + '~' + traced.seqNr() + '~' + traced.index());
        text("courier_id", 1, traced.courierId());
        number("seq", 2, traced.seqNr());
        out.startField("index", 3);
        out.addInteger(traced.index());
        out.endField("index", 3);
        number("fixed_at", 4, position.fixedAtMillis());
        number("received_at", 5, traced.receivedAtMillis());
        known("lat", 6, position.lat());
        known("lon", 7, position.lon());
        known("accuracy_m", 8, position.accuracyM());
        known("speed_mps", 9, position.speedMps());
        known("bearing_deg", 10, position.bearingDeg());
        known("altitude_m", 11, position.altitudeM());
        known("battery_pct", 12, position.batteryPct());
        String orderId = position.orderId();
        if (orderId != null) {
            text("order_id", 13, orderId);
        }
        attributes(position.attributes());
        out.startField("late", 15);
        out.addBoolean(position.late());
        out.endField("late", 15);
        out.endMessage();
    }

    private void attributes(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        out.startField("attributes", 14);
        out.startGroup();
        out.startField("key_value", 0);
        attributes.forEach((key, value) -> {
            out.startGroup();
            text("key", 0, key);
            text("value", 1, value);
            out.endGroup();
        });
        out.endField("key_value", 0);
        out.endGroup();
        out.endField("attributes", 14);
    }

    private void text(String field, int index, String value) {
        out.startField(field, index);
        out.addBinary(Binary.fromConstantByteArray(value.getBytes(StandardCharsets.UTF_8)));
        out.endField(field, index);
    }

    private void number(String field, int index, long value) {
        out.startField(field, index);
        out.addLong(value);
        out.endField(field, index);
    }

    /** Leaves out NaN, which stands for unknown. */
    private void known(String field, int index, double value) {
        if (!Double.isNaN(value)) {
            out.startField(field, index);
            out.addDouble(value);
            out.endField(field, index);
        }
    }
}
