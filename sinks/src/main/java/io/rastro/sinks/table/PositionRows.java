package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.rastro.protocol.EventId;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.ByteBuffer;
import java.util.Map;

/** Positions as rows of {@code courier_positions}. */
final class PositionRows {

    /** In the order of the indices below. */
    static final String COLUMNS =
            "courier_id, day, fixed_at, event_id, received_at, lat, lon, reading," + " order_id, attributes, late";

    static final int COLUMN_COUNT = 11;

    private static final long MILLIS_OF_DAY = 86_400_000L;
    private static final TypeCodec<Map<String, String>> ATTRIBUTES = TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.TEXT);

    private PositionRows() {}

    /** Days since 1970-01-01, UTC: the partition of a fix. */
    static long dayOf(long fixedAtMillis) {
        return Math.floorDiv(fixedAtMillis, MILLIS_OF_DAY);
    }

    static BoundStatement bind(PreparedStatement insert, ByteBuffer courierId, ByteBuffer day, TracedPosition traced) {
        Position position = traced.position();
        BoundStatementBuilder row = insert.boundStatementBuilder()
                .setBytesUnsafe(0, courierId)
                .setBytesUnsafe(1, day)
                .setBytesUnsafe(2, Cells.bigint(position.fixedAtMillis()))
                .setBytesUnsafe(3, Cells.text(eventId(traced)))
                .setBytesUnsafe(4, Cells.bigint(traced.receivedAtMillis()))
                .setBytesUnsafe(5, number(position.lat()))
                .setBytesUnsafe(6, number(position.lon()));
        ByteBuffer reading = DeviceReading.encode(position);
        if (reading != null) {
            row.setBytesUnsafe(7, reading);
        }
        String orderId = position.orderId();
        if (orderId != null) {
            row.setBytesUnsafe(8, Cells.text(orderId));
        }
        if (!position.attributes().isEmpty()) {
            row.setBytesUnsafe(9, ATTRIBUTES.encode(position.attributes(), ProtocolVersion.DEFAULT));
        }
        if (position.late()) {
            row.setBytesUnsafe(10, ByteBuffer.wrap(new byte[] {1}));
        }
        return row.build();
    }

    /** A row that was selected as {@link #COLUMNS}. */
    static TracedPosition read(Row row) {
        DeviceReading reading = DeviceReading.decode(row.getBytesUnsafe(7));
        Position position = new Position(
                Cells.millis(row, 2),
                row.getDouble(5),
                row.getDouble(6),
                reading.accuracyM(),
                reading.speedMps(),
                reading.bearingDeg(),
                reading.altitudeM(),
                reading.batteryPct(),
                row.getString(8),
                attributes(row),
                row.getBoolean(10));
        EventId eventId = eventId(row, 3);
        return new TracedPosition(Cells.text(row, 0), eventId.seqNr(), eventId.index(), Cells.millis(row, 4), position);
    }

    /** The event id of a row, which holds its sequence number and index. */
    static EventId eventId(Row row, int column) {
        return EventId.parse(Cells.text(row, column))
                .orElseThrow(() -> new IllegalStateException("the table holds something that is no event id"));
    }

    static String eventId(TracedPosition traced) {
        return CourierId.ENTITY_TYPE + '~' + traced.courierId() + '~' + traced.seqNr() + '~' + traced.index();
    }

    private static ByteBuffer number(double value) {
        return ByteBuffer.allocate(8).putDouble(0, value);
    }

    private static Map<String, String> attributes(Row row) {
        Map<String, String> stored = row.getMap(9, String.class, String.class);
        return stored == null ? Map.of() : Map.copyOf(stored);
    }
}
