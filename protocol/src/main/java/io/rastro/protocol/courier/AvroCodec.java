package io.rastro.protocol.courier;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The compressions of an Avro container's blocks that can be read, each of them bounded. */
enum AvroCodec {
    NULL,
    DEFLATE,
    SNAPPY;

    private static final int CRC_BYTES = 4;

    /** By its name in the container's header; null when it is none of ours. */
    static @Nullable AvroCodec named(String name) {
        return switch (name) {
            case "null" -> NULL;
            case "deflate" -> DEFLATE;
            case "snappy" -> SNAPPY;
            default -> null;
        };
    }

    /**
     * What a compressed block holds.
     *
     * @param max how many bytes it may come to
     * @return null when it comes to more
     * @throws DataFormatException when the block is damaged
     */
    byte @Nullable [] inflate(byte[] block, int offset, int length, int max) throws DataFormatException {
        return switch (this) {
            case NULL -> Arrays.copyOfRange(block, offset, offset + length);
            case DEFLATE -> inflateDeflated(block, offset, length, max);
            case SNAPPY -> inflateSnappy(block, offset, length, max);
        };
    }

    private static byte @Nullable [] inflateDeflated(byte[] block, int offset, int length, int max)
            throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(block, offset, length);
            byte[] inflated = new byte[(int) Math.min(max + 1L, Math.max(length * 4L, 1024))];
            int size = 0;
            while (!inflater.finished() && size <= max) {
                if (size == inflated.length) {
                    inflated = Arrays.copyOf(inflated, (int) Math.min(max + 1L, size * 2L));
                }
                int more = inflater.inflate(inflated, size, inflated.length - size);
                if (more == 0 && !inflater.finished()) {
                    throw new DataFormatException("wants more input, or a dictionary");
                }
                size += more;
            }
            return size > max ? null : Arrays.copyOf(inflated, size);
        } finally {
            inflater.end();
        }
    }

    /** Avro puts the checksum of the plain bytes behind Snappy's. */
    private static byte @Nullable [] inflateSnappy(byte[] block, int offset, int length, int max)
            throws DataFormatException {
        if (length < CRC_BYTES) {
            throw new DataFormatException("no checksum");
        }
        int end = offset + length - CRC_BYTES;
        byte[] plain = new Snappy(block, offset, end).inflate(max);
        if (plain != null) {
            CRC32 crc = new CRC32();
            crc.update(plain);
            if ((int) crc.getValue() != bigEndian(block, end)) {
                throw new DataFormatException("wrong checksum");
            }
        }
        return plain;
    }

    private static int bigEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }
}
