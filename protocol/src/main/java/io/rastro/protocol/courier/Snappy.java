package io.rastro.protocol.courier;

import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one block of Snappy's raw format, bounded before anything is allocated: a length, then literals and copies from
 * what is there already. Source: google/snappy, {@code format_description.txt}.
 */
final class Snappy {

    /** The best that the format can do is 64 bytes out of a copy of 3. */
    private static final int MAX_RATIO = 22;

    private final byte[] in;
    private final int end;
    private int at;
    private byte[] out = {};
    private int size;

    Snappy(byte[] in, int start, int end) {
        this.in = in;
        this.at = start;
        this.end = end;
    }

    /** @return null when it comes to more than {@code max} bytes */
    byte @Nullable [] inflate(int max) throws DataFormatException {
        long length = plainLength();
        if (length > (end - at) * (long) MAX_RATIO) {
            throw new DataFormatException("claims more than it can hold");
        }
        if (length > max) {
            return null;
        }
        out = new byte[(int) length];
        while (at < end) {
            int tag = next();
            switch (tag & 3) {
                case 0 -> literal(tag >> 2);
                case 1 -> copy((tag >> 5) << 8 | next(), (tag >> 2 & 7) + 4);
                case 2 -> copy(littleEndian(2), (tag >> 2) + 1);
                default -> copy(littleEndian(4), (tag >> 2) + 1);
            }
        }
        if (size != out.length) {
            throw new DataFormatException("holds less than it claims");
        }
        return out;
    }

    /** @param code the length less one, or, from 60 on, in how many bytes that follows */
    private void literal(int code) throws DataFormatException {
        long length = 1 + (code < 60 ? code : littleEndian(code - 59));
        if (length > end - at || length > out.length - size) {
            throw new DataFormatException("a literal leads out of the block");
        }
        System.arraycopy(in, at, out, size, (int) length);
        at += (int) length;
        size += (int) length;
    }

    /** Byte by byte: a copy may reach into itself, which repeats it. */
    private void copy(long distance, int length) throws DataFormatException {
        if (distance < 1 || distance > size || length > out.length - size) {
            throw new DataFormatException("a copy leads out of the block");
        }
        int from = size - (int) distance;
        for (int i = 0; i < length; i++) {
            out[size++] = out[from++];
        }
    }

    private long plainLength() throws DataFormatException {
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = next();
            length |= (b & 0x7fL) << shift;
            if (b < 0x80) {
                return length;
            }
        }
        throw new DataFormatException("a length without end");
    }

    private long littleEndian(int bytes) throws DataFormatException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << 8 * i;
        }
        return value;
    }

    private int next() throws DataFormatException {
        if (at == end) {
            throw new DataFormatException("ends too early");
        }
        return in[at++] & 0xff;
    }
}
