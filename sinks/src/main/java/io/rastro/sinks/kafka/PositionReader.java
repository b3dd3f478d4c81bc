package io.rastro.sinks.kafka;

import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.UndecodableException;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.TracedPosition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads values of {@code courier.positions}, whichever version of the schema wrote them. Not thread-safe. */
public final class PositionReader {

    private static final int MAX_READERS = 64;

    private final IntFunction<Optional<Schema>> schemas;
    private final Map<Integer, CourierPositionCodec.Reader> readers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, CourierPositionCodec.Reader> eldest) {
            return size() > MAX_READERS;
        }
    };

    public PositionReader(SchemaRegistry registry) {
        this(registry::byId);
    }

    /** @param schemas by the registry's id */
    public PositionReader(IntFunction<Optional<Schema>> schemas) {
        this.schemas = schemas;
    }

    /** This value will never be readable; the message says why. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnreadableException(String reason) {
            super(reason);
        }
    }

    /** @throws SchemaRegistry.RegistryException when the schema is needed and the registry is away: try again */
    public TracedPosition read(byte @Nullable [] value) throws UnreadableException {
        if (value == null) {
            throw new UnreadableException("the record has no value");
        }
        int schemaId = ConfluentFormat.schemaIdOf(value);
        if (schemaId < 0) {
            throw new UnreadableException("the value is not in the Confluent wire format");
        }
        try {
            return reader(schemaId)
                    .read(value, ConfluentFormat.HEADER_BYTES, value.length - ConfluentFormat.HEADER_BYTES);
        } catch (UndecodableException wrong) {
            throw new UnreadableException(
                    "the value cannot be decoded with schema " + schemaId + ": " + wrong.getMessage());
        }
    }

    private CourierPositionCodec.Reader reader(int schemaId) throws UnreadableException {
        CourierPositionCodec.Reader known = readers.get(schemaId);
        if (known != null) {
            return known;
        }
        Schema writer = schemas.apply(schemaId)
                .orElseThrow(() -> new UnreadableException("the registry does not know schema " + schemaId));
        CourierPositionCodec.Reader reader = CourierPositionCodec.Reader.of(writer);
        readers.put(schemaId, reader);
        return reader;
    }
}
