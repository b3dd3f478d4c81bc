package io.rastro.protocol;

/** The frame that registry-aware tools expect around a value: a zero byte, the schema's id, Avro's binary encoding. */
public final class ConfluentFormat {

    /** How many bytes stand before Avro's. */
    public static final int HEADER_BYTES = 5;

    private ConfluentFormat() {}

    public static void writeHeader(int schemaId, AvroBuffer out) {
        out.writeByte(0);
        out.writeBigEndianInt(schemaId);
    }

    /** The id in the registry of the schema that wrote this value; -1 when the value is not in this format. */
    public static int schemaIdOf(byte[] value) {
        if (value.length < HEADER_BYTES || value[0] != 0) {
            return -1;
        }
        return (value[1] & 0xff) << 24 | (value[2] & 0xff) << 16 | (value[3] & 0xff) << 8 | (value[4] & 0xff);
    }
}
