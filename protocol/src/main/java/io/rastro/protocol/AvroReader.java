package io.rastro.protocol;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that were written by one schema into ours. The two are resolved once, here; where they are equal the
 * bytes are read without any resolution.
 *
 * <p>Not thread-safe: it reuses its decoders, and may share a mutable {@link Reading} of its own.
 */
public final class AvroReader<T> {

    /** Takes one record, all of its fields and nothing more, from the decoder; see {@link #readFields}. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Decoder in) throws IOException;
    }

    /** Takes one field of a record. */
    @FunctionalInterface
    public interface FieldReading {
        /** @param field position of the field in our schema */
        void read(int field, Decoder in) throws IOException;
    }

    private final Reading<T> reading;
    private final @Nullable ResolvingDecoder resolving;
    private @Nullable BinaryDecoder binary;

    /**
     * @param writer what the bytes were written by
     * @param reader the schema whose fields {@code reading} expects
     * @throws UndecodableException when the one cannot be resolved to the other
     */
    public AvroReader(Schema writer, Schema reader, Reading<T> reading) {
        this.reading = reading;
        try {
            this.resolving = writer.equals(reader) ? null : DecoderFactory.get().resolvingDecoder(writer, reader, null);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException("the writer's schema cannot be read as " + reader.getFullName(), e);
        }
    }

    /** @throws UndecodableException when the bytes are not what the writer's schema says, or not what ours allows */
    public T read(byte[] bytes, int offset, int length) {
        try {
            binary = DecoderFactory.get().binaryDecoder(bytes, offset, length, binary);
            return readNext(binary);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException("the bytes are not what their schema says", e);
        }
    }

    /** Reads the next of several records that follow each other. */
    public T readNext(Decoder in) throws IOException {
        if (resolving == null) {
            return reading.read(in);
        }
        resolving.configure(in);
        T record = reading.read(resolving);
        resolving.drain();
        return record;
    }

    /** Reads each field of one record, in the writer's order. */
    public static void readFields(Decoder in, int fieldCount, FieldReading fields) throws IOException {
        if (in instanceof ResolvingDecoder resolving) {
            for (Schema.Field field : resolving.readFieldOrder()) {
                fields.read(field.pos(), in);
            }
        } else {
            for (int field = 0; field < fieldCount; field++) {
                fields.read(field, in);
            }
        }
    }
}
