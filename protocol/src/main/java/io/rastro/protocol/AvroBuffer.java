package io.rastro.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding into a growing array that is used again: encoding a record allocates only the bytes that
 * {@link #toByteArray()} hands out, and ASCII strings go in without a copy.
 *
 * <p>Not thread-safe. {@link #ofThisThread()} gives each thread its own, emptied: finish with one before asking again.
 */
public final class AvroBuffer extends BinaryEncoder {

    private static final int INITIAL_BYTES = 1024;
    private static final int MAX_BYTES_KEPT = 1 << 20;
    private static final int MAX_VARINT_BYTES = 10;
    private static final ThreadLocal<AvroBuffer> PER_THREAD = ThreadLocal.withInitial(AvroBuffer::new);

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    public static AvroBuffer ofThisThread() {
        AvroBuffer buffer = PER_THREAD.get();
        buffer.clear();
        return buffer;
    }

    public void clear() {
        size = 0;
        if (bytes.length > MAX_BYTES_KEPT) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Puts what this buffer holds behind what the other one holds. */
    public void appendTo(AvroBuffer other) {
        other.writeFixed(bytes, 0, size);
    }

    public void writeByte(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    /** Four bytes, most significant first: not Avro's int but what stands before it in the Confluent format. */
    public void writeBigEndianInt(int n) {
        room(4);
        bytes[size++] = (byte) (n >>> 24);
        bytes[size++] = (byte) (n >>> 16);
        bytes[size++] = (byte) (n >>> 8);
        bytes[size++] = (byte) n;
    }

    @Override
    public void writeBoolean(boolean b) {
        writeByte(b ? 1 : 0);
    }

    @Override
    public void writeInt(int n) {
        room(MAX_VARINT_BYTES);
        size += BinaryData.encodeInt(n, bytes, size);
    }

    @Override
    public void writeLong(long n) {
        room(MAX_VARINT_BYTES);
        size += BinaryData.encodeLong(n, bytes, size);
    }

    @Override
    public void writeFloat(float f) {
        room(Float.BYTES);
        size += BinaryData.encodeFloat(f, bytes, size);
    }

    @Override
    public void writeDouble(double d) {
        room(Double.BYTES);
        size += BinaryData.encodeDouble(d, bytes, size);
    }

    @Override
    public void writeString(String text) {
        int length = text.length();
        room(MAX_VARINT_BYTES + length);
        int start = size;
        int at = size + BinaryData.encodeInt(length, bytes, size);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                writeEncoded(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[at++] = (byte) c;
        }
        size = at;
    }

    @Override
    public void writeString(Utf8 utf8) {
        writeInt(utf8.getByteLength());
        writeFixed(utf8.getBytes(), 0, utf8.getByteLength());
    }

    @Override
    public void writeFixed(byte[] source, int start, int length) {
        room(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    @Override
    protected void writeZero() {
        writeByte(0);
    }

    @Override
    public int bytesBuffered() {
        return size;
    }

    @Override
    public void flush() {}

    private void writeEncoded(byte[] utf8) {
        writeInt(utf8.length);
        writeFixed(utf8, 0, utf8.length);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
