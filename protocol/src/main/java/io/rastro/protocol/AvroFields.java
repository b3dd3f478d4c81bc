package io.rastro.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** What records are made of: arrays, maps, and fields of the type {@code ["null", X]}. */
public final class AvroFields {

    private static final int FIRST_ROOM = 256;

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
        if (value == null) {
            writeNull(out);
        } else {
            out.writeIndex(1);
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
        if (value == null) {
            writeNull(out);
        } else {
            out.writeIndex(1);
            out.writeString(value);
        }
    }

    private static void writeNull(Encoder out) throws IOException {
        out.writeIndex(0);
        out.writeNull();
    }

    public static @Nullable String readText(Decoder in) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return null;
        }
        return in.readString();
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
        long[] read = new long[FIRST_ROOM];
        int size = 0;
        for (long inBlock = in.readArrayStart(); inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                if (size == read.length) {
                    read = Arrays.copyOf(read, size * 2);
                }
                read[size++] = in.readLong();
            }
        }
        return Arrays.copyOf(read, size);
    }

    /** A map from strings to strings, in its order. */
    public static void writeTexts(Map<String, String> texts, Encoder out) throws IOException {
        out.writeMapStart();
        out.setItemCount(texts.size());
        if (!texts.isEmpty()) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                out.startItem();
                out.writeString(text.getKey());
                out.writeString(text.getValue());
            }
        }
        out.writeMapEnd();
    }

    /** In the order in which they were written; what cannot be changed. */
    public static Map<String, String> readTexts(Decoder in) throws IOException {
        long inBlock = in.readMapStart();
        if (inBlock == 0) {
            return Map.of();
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (; inBlock > 0; inBlock = in.mapNext()) {
            for (long i = 0; i < inBlock; i++) {
                String key = in.readString();
                read.put(key, in.readString());
            }
        }
        return Collections.unmodifiableMap(read);
    }

    public static byte[] readBytes(Decoder in) throws IOException {
        ByteBuffer bytes = in.readBytes(null);
        byte[] read = new byte[bytes.remaining()];
        bytes.get(read);
        return read;
    }
}
