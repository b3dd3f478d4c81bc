package io.rastro.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** What records are made of: arrays, and fields of the type {@code ["null", X]}. */
public final class AvroFields {

    private AvroFields() {}

    /** Writes one value. */
    @FunctionalInterface
    public interface Write<T> {
        void write(T value, Encoder out) throws IOException;
    }

    public static <T> void writeArray(Collection<T> items, Encoder out, Write<? super T> each) throws IOException {
        out.writeArrayStart();
        out.setItemCount(items.size());
        for (T item : items) {
            out.startItem();
            each.write(item, out);
        }
        out.writeArrayEnd();
    }

    /** In the order of the array; what cannot be changed. */
    public static <T> List<T> readArray(Decoder in, AvroReader.Reading<T> each) throws IOException {
        long inBlock = in.readArrayStart();
        if (inBlock == 0) {
            return List.of();
        }
        // A count is not believed: what is damaged may say anything.
        List<T> read = new ArrayList<>();
        for (; inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                read.add(each.read(in));
            }
        }
        return Collections.unmodifiableList(read);
    }

    public static <T> void writeOptional(@Nullable T value, Encoder out, Write<? super T> write) throws IOException {
        out.writeIndex(value == null ? 0 : 1);
        if (value != null) {
            write.write(value, out);
        }
    }

    public static <T> @Nullable T readOptional(Decoder in, AvroReader.Reading<T> reading) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return null;
        }
        return reading.read(in);
    }

    public static void writeText(@Nullable String value, Encoder out) throws IOException {
        writeOptional(value, out, (text, to) -> to.writeString(text));
    }

    public static @Nullable String readText(Decoder in) throws IOException {
        return readOptional(in, Decoder::readString);
    }

    public static void writeLongs(long[] values, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(values.length);
        for (long value : values) {
            out.startItem();
            out.writeLong(value);
        }
        out.writeArrayEnd();
    }

    public static long[] readLongs(Decoder in) throws IOException {
        return readArray(in, Decoder::readLong).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    public static byte[] readBytes(Decoder in) throws IOException {
        ByteBuffer bytes = in.readBytes(null);
        byte[] read = new byte[bytes.remaining()];
        bytes.get(read);
        return read;
    }
}
