package io.rastro.sinks.kafka;

import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.UndecodableException;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixCodec;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.protocol.pix.journal.TracedPixSignalCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads values of one topic, whichever version of its schema wrote them. Not thread-safe. */
public final class ValueReader<T> {

    private static final int MAX_DECODERS = 64;

    private final IntFunction<Optional<Schema>> schemas;
    private final Function<Schema, Decoder<T>> decoderOf;
    private final Map<Integer, Decoder<T>> decoders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Decoder<T>> eldest) {
            return size() > MAX_DECODERS;
        }
    };

    private ValueReader(IntFunction<Optional<Schema>> schemas, Function<Schema, Decoder<T>> decoderOf) {
        this.schemas = schemas;
        this.decoderOf = decoderOf;
    }

    /**
     * @param schemas by the registry's id
     * @param decoderOf makes what reads the values that one version of the schema wrote
     */
    public static <T> ValueReader<T> of(IntFunction<Optional<Schema>> schemas, Function<Schema, Decoder<T>> decoderOf) {
        return new ValueReader<>(schemas, decoderOf);
    }

    /** Reads what one version of the schema wrote. */
    @FunctionalInterface
    public interface Decoder<T> {
        T read(byte[] bytes, int offset, int length);
    }

    /** Of {@code courier.positions}. */
    public static ValueReader<TracedPosition> ofPositions(SchemaRegistry registry) {
        return ofPositions(registry::byId);
    }

    /** @param schemas by the registry's id */
    public static ValueReader<TracedPosition> ofPositions(IntFunction<Optional<Schema>> schemas) {
        return new ValueReader<>(schemas, writer -> CourierPositionCodec.Reader.of(writer)::read);
    }

    /** Of {@code courier.orders}. A change that this version does not know is unreadable. */
    public static ValueReader<TracedOrderChange> ofOrders(SchemaRegistry registry) {
        return new ValueReader<>(registry::byId, writer -> CourierOrderCodec.Reader.of(writer)::read);
    }

    /** Of {@code pix.pagamentos}, {@code pix.recebimentos} and {@code pix.estornos}, which have one schema. */
    public static ValueReader<TracedPix> ofPix(SchemaRegistry registry) {
        return ofPix(registry::byId);
    }

    /** @param schemas by the registry's id */
    public static ValueReader<TracedPix> ofPix(IntFunction<Optional<Schema>> schemas) {
        return new ValueReader<>(schemas, writer -> TracedPixCodec.Reader.of(writer)::read);
    }

    /** Of {@code pix.sinais}. */
    public static ValueReader<TracedPixSignal> ofPixSignals(SchemaRegistry registry) {
        return ofPixSignals(registry::byId);
    }

    /** @param schemas by the registry's id */
    public static ValueReader<TracedPixSignal> ofPixSignals(IntFunction<Optional<Schema>> schemas) {
        return new ValueReader<>(schemas, writer -> TracedPixSignalCodec.Reader.of(writer)::read);
    }

    /** This value will never be readable; the message says why. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnreadableException(String reason) {
            super(reason);
        }
    }

    /** @throws SchemaRegistry.RegistryException when the schema is needed and the registry is away: try again */
    public T read(byte @Nullable [] value) throws UnreadableException {
        if (value == null) {
            throw new UnreadableException("the record has no value");
        }
        int schemaId = ConfluentFormat.schemaIdOf(value);
        if (schemaId < 0) {
            throw new UnreadableException("the value is not in the Confluent wire format");
        }
        try {
            return decoder(schemaId)
                    .read(value, ConfluentFormat.HEADER_BYTES, value.length - ConfluentFormat.HEADER_BYTES);
        } catch (UndecodableException wrong) {
            throw new UnreadableException(
                    "the value cannot be decoded with schema " + schemaId + ": " + wrong.getMessage());
        }
    }

    private Decoder<T> decoder(int schemaId) throws UnreadableException {
        Decoder<T> known = decoders.get(schemaId);
        if (known != null) {
            return known;
        }
        Schema writer = schemas.apply(schemaId)
                .orElseThrow(() -> new UnreadableException("the registry does not know schema " + schemaId));
        Decoder<T> decoder = decoderOf.apply(writer);
        decoders.put(schemaId, decoder);
        return decoder;
    }
}
