package io.rastro.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The frame that registry-aware tools expect around a value: a zero byte, the schema's id, Avro's binary encoding. */
public final class ConfluentFormat {

    /** How many bytes stand before Avro's. */
    public static final int HEADER_BYTES = 5;

    private ConfluentFormat() {}

    public static void writeHeader(int schemaId, AvroBuffer out) {
        out.writeByte(0);
        out.writeBigEndianInt(schemaId);
    }

    /**
     * A value in this format. Any thread.
     *
     * @param fields writes the value's fields in the order of its schema
     */
    public static <T> byte[] encode(int schemaId, T value, AvroFields.Write<? super T> fields) {
        AvroBuffer out = AvroBuffer.ofThisThread();
        writeHeader(schemaId, out);
        try {
            fields.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
        return out.toByteArray();
    }

    /** The id in the registry of the schema that wrote this value; -1 when the value is not in this format. */
    public static int schemaIdOf(byte[] value) {
        if (value.length < HEADER_BYTES || value[0] != 0) {
            return -1;
        }
        return (value[1] & 0xff) << 24 | (value[2] & 0xff) << 16 | (value[3] & 0xff) << 8 | (value[4] & 0xff);
    }
}
