package io.rastro.protocol.courier;

import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** An Avro container: each item is resolved from the client's schema to ours. */
final class AvroBody {

    private static final int MAX_CACHED_SCHEMAS = 16;

    /** What resolving a client's schema comes to, by the schema's text: the same clients send the same ones. */
    private static final ThreadLocal<Map<String, AvroPosition>> RESOLVED =
            ThreadLocal.withInitial(() -> new LinkedHashMap<>(MAX_CACHED_SCHEMAS, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, AvroPosition> eldest) {
                    return size() > MAX_CACHED_SCHEMAS;
                }
            });

    private AvroBody() {}

    static void read(byte[] body, int offset, int length, BatchBuilder batch) throws UnreadableBodyException {
        AvroContainer container =
                AvroContainer.open(body, offset, length, batch.limits().maxInflatedBytes());
        AvroPosition reader = resolve(container.schema());
        BinaryDecoder items = null;
        while (container.nextBlock()) {
            items = DecoderFactory.get()
                    .binaryDecoder(container.blockBytes(), container.blockOffset(), container.blockLength(), items);
            readBlock(items, container.blockCount(), reader, batch);
        }
    }

    private static AvroPosition resolve(String schema) throws UnreadableBodyException {
        Map<String, AvroPosition> resolved = RESOLVED.get();
        AvroPosition reader = resolved.get(schema);
        if (reader == null) {
            reader = AvroPosition.of(AvroIngestSchema.parse(schema));
            resolved.put(schema, reader);
        }
        return reader;
    }

    private static void readBlock(BinaryDecoder items, long count, AvroPosition reader, BatchBuilder batch)
            throws UnreadableBodyException {
        boolean atEnd;
        try {
            for (long i = 0; i < count; i++) {
                reader.read(items, batch);
            }
            atEnd = items.isEnd();
        } catch (IOException | RuntimeException e) {
            throw UnreadableBodyException.malformed(
                    "the Avro data is not what its schema says, at item " + (batch.items() - 1));
        }
        if (!atEnd) {
            throw UnreadableBodyException.malformed(
                    "the Avro data is not what its schema says: a block holds more than its items, after item "
                            + (batch.items() - 1));
        }
    }
}
