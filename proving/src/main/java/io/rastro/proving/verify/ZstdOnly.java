package io.rastro.proving.verify;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Reads what the lake is written with, zstd, and what is not compressed; Parquet's own codecs are Hadoop's. */
final class ZstdOnly implements CompressionCodecFactory {

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> new FromZstd();
            case UNCOMPRESSED -> new AsItIs();
            default -> throw new VerifyException("the lake holds an object compressed with " + codec);
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("for reading only");
    }

    @Override
    public void release() {}

    private static final class FromZstd implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(Zstd.decompress(bytes.toByteArray(), size));
        }

        @Override
        public void decompress(ByteBuffer in, int compressedSize, ByteBuffer out, int size) {
            byte[] compressed = new byte[compressedSize];
            in.get(compressed);
            out.put(Zstd.decompress(compressed, size));
        }

        @Override
        public void release() {}
    }

    private static final class AsItIs implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) {
            return bytes;
        }

        @Override
        public void decompress(ByteBuffer in, int compressedSize, ByteBuffer out, int size) {
            out.put(in);
        }

        @Override
        public void release() {}
    }
}
