package io.rastro.sinks.kafka;

import io.rastro.protocol.AvroBuffer;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.UndecodableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Values that are the places of items in a list, for tests that are not about how items are encoded. */
public record NumberedValues<T>(List<T> items) {

    private static final int SCHEMA_ID = 7;

    public byte[] value(int place) {
        AvroBuffer out = new AvroBuffer();
        ConfluentFormat.writeHeader(SCHEMA_ID, out);
        out.writeBigEndianInt(place);
        return out.toByteArray();
    }

    public ValueReader<T> reader() {
        return new ValueReader<>(id -> Optional.of(Schema.create(Schema.Type.INT)), writer -> this::read);
    }

    private T read(byte[] bytes, int offset, int length) {
        int place = ByteBuffer.wrap(bytes, offset, length).getInt();
        if (place < 0 || place >= items.size()) {
            throw new UndecodableException("no such place");
        }
        return items.get(place);
    }
}
