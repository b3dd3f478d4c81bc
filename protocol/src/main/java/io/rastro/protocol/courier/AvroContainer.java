package io.rastro.protocol.courier;

import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The frame of an Avro object container file in memory: header, then blocks one by one. Unlike Avro's own reader it
 * never allocates what the input only claims, and bounds what the blocks inflate to.
 */
final class AvroContainer {

    static final byte[] MAGIC = {'O', 'b', 'j', 1};
    static final int SYNC_BYTES = 16;

    private final byte[] body;
    private final int end;
    private final BinaryDecoder in;
    private final byte[] sync = new byte[SYNC_BYTES];
    private final byte[] blockSync = new byte[SYNC_BYTES];
    private final int maxInflatedBytes;
    private int inflatedBytes;
    private @Nullable String schema;
    private AvroCodec codec = AvroCodec.NULL;

    private byte[] blockBytes;
    private int blockOffset;
    private int blockLength;
    private long blockCount;

    private AvroContainer(byte[] body, int offset, int length, int maxInflatedBytes) {
        this.body = body;
        this.blockBytes = body;
        this.end = offset + length;
        this.in = DecoderFactory.get().binaryDecoder(body, offset, length, null);
        this.maxInflatedBytes = maxInflatedBytes;
    }

    /** Reads the header. */
    static AvroContainer open(byte[] body, int offset, int length, int maxInflatedBytes)
            throws UnreadableBodyException {
        if (length < MAGIC.length || !Arrays.equals(body, offset, offset + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw UnreadableBodyException.malformed("the body is not an Avro object container file");
        }
        AvroContainer container =
                new AvroContainer(body, offset + MAGIC.length, length - MAGIC.length, maxInflatedBytes);
        try {
            container.readHeader();
        } catch (IOException | RuntimeException e) {
            throw UnreadableBodyException.malformed("the Avro container's header is damaged");
        }
        return container;
    }

    /** The client's schema as JSON. */
    String schema() throws UnreadableBodyException {
        if (schema == null) {
            throw UnreadableBodyException.malformed("the Avro container has no schema");
        }
        return schema;
    }

    /** False at the end of the file. */
    boolean nextBlock() throws UnreadableBodyException {
        try {
            if (in.isEnd()) {
                return false;
            }
            blockCount = in.readLong();
            long size = in.readLong();
            if (blockCount < 0 || size < 0 || size > in.remainingBytes() - SYNC_BYTES) {
                throw damaged();
            }
            blockBytes = body;
            blockOffset = end - in.remainingBytes();
            blockLength = (int) size;
            in.skipFixed(blockLength);
            in.readFixed(blockSync);
        } catch (IOException | RuntimeException e) {
            throw damaged();
        }
        if (!Arrays.equals(sync, blockSync)) {
            throw damaged();
        }
        if (codec != AvroCodec.NULL) {
            inflate();
        }
        return true;
    }

    byte[] blockBytes() {
        return blockBytes;
    }

    int blockOffset() {
        return blockOffset;
    }

    int blockLength() {
        return blockLength;
    }

    /** How many items the block claims to hold. */
    long blockCount() {
        return blockCount;
    }

    private void readHeader() throws IOException, UnreadableBodyException {
        ByteBuffer value = null;
        for (long inBlock = in.readMapStart(); inBlock > 0; inBlock = in.mapNext()) {
            for (long i = 0; i < inBlock; i++) {
                String key = in.readString();
                value = in.readBytes(value);
                String text = StandardCharsets.UTF_8.decode(value).toString();
                if (key.equals("avro.schema")) {
                    schema = text;
                } else if (key.equals("avro.codec")) {
                    useCodec(text);
                }
            }
        }
        in.readFixed(sync);
    }

    private void useCodec(String name) throws UnreadableBodyException {
        AvroCodec named = AvroCodec.named(name);
        if (named == null) {
            throw UnreadableBodyException.malformed(
                    "the Avro container's codec is not one of those that can be read: null, deflate, snappy");
        }
        codec = named;
    }

    private void inflate() throws UnreadableBodyException {
        byte[] inflated;
        try {
            inflated = codec.inflate(body, blockOffset, blockLength, maxInflatedBytes - inflatedBytes);
        } catch (DataFormatException e) {
            throw damaged();
        }
        if (inflated == null) {
            throw UnreadableBodyException.tooLarge(
                    "the Avro container inflates to more than " + maxInflatedBytes + " bytes");
        }
        blockBytes = inflated;
        blockOffset = 0;
        blockLength = inflated.length;
        inflatedBytes += inflated.length;
    }

    private static UnreadableBodyException damaged() {
        return UnreadableBodyException.malformed("the Avro container is damaged: a block does not fit its frame");
    }
}
