package io.rastro.protocol.courier;

import io.rastro.protocol.AvroBuffer;
import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Positions as a client sends them in an Avro object container file, by {@code courier/Position.avsc}. */
public final class PositionsAvro {

    public static final Schema SCHEMA = AvroSchemas.load("courier/Position");

    private static final byte[] SCHEMA_TEXT = SCHEMA.toString().getBytes(StandardCharsets.UTF_8);

    private PositionsAvro() {}

    /** For the route that names the courier. {@code late} is not a client's to say and is left out. */
    public static byte[] writeContainer(List<Position> positions) {
        AvroBuffer items = new AvroBuffer();
        writeItems(null, positions, items);
        return container(positions.size(), items);
    }

    /** For the gateway's route: each item names its courier. */
    public static byte[] writeContainer(Map<String, List<Position>> byCourier) {
        AvroBuffer items = new AvroBuffer();
        int count = 0;
        for (Map.Entry<String, List<Position>> courier : byCourier.entrySet()) {
            writeItems(courier.getKey(), courier.getValue(), items);
            count += courier.getValue().size();
        }
        return container(count, items);
    }

    private static void writeItems(@Nullable String courierId, List<Position> positions, Encoder out) {
        try {
            for (Position position : positions) {
                AvroFields.writeText(courierId, out);
                PositionFields.encodeWithoutLate(position, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
    }

    private static byte[] container(int count, AvroBuffer items) {
        byte[] sync = new byte[AvroContainer.SYNC_BYTES];
        ThreadLocalRandom.current().nextBytes(sync);
        AvroBuffer out = new AvroBuffer();
        out.writeFixed(AvroContainer.MAGIC, 0, AvroContainer.MAGIC.length);
        out.writeLong(1); // one entry of metadata, and no more
        out.writeString("avro.schema");
        out.writeLong(SCHEMA_TEXT.length);
        out.writeFixed(SCHEMA_TEXT, 0, SCHEMA_TEXT.length);
        out.writeLong(0);
        out.writeFixed(sync, 0, sync.length);
        if (count > 0) {
            out.writeLong(count);
            out.writeLong(items.bytesBuffered());
            items.appendTo(out);
            out.writeFixed(sync, 0, sync.length);
        }
        return out.toByteArray();
    }
}
