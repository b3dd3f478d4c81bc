package io.rastro.sinks.lake;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.ValueReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/** Encodes positions as a Parquet file in memory. No Hadoop at run time. Not thread-safe. */
final class PositionParquet {

    private static final int PAGE_BYTES = 1 << 20;

    private final ValueReader<TracedPosition> reader;
    private final ZstdCodecs codecs;

    PositionParquet(ValueReader<TracedPosition> reader, int zstdLevel) {
        this.reader = reader;
        this.codecs = new ZstdCodecs(zstdLevel);
    }

    /** @param values of topic {@code courier.positions}, which were read before */
    byte[] encode(List<byte[]> values) {
        MemoryFile file = new MemoryFile();
        try (ParquetWriter<TracedPosition> writer = new Builder(file)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(codecs)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(false)
                .withDictionaryEncoding("courier_id", true)
                .withDictionaryEncoding("seq", true)
                .withDictionaryEncoding("received_at", true)
                .withDictionaryEncoding("order_id", true)
                .withDictionaryEncoding("battery_pct", true)
                .withDictionaryEncoding("attributes.key_value.key", true)
                .withDictionaryEncoding("attributes.key_value.value", true)
                .withPageSize(PAGE_BYTES)
                .build()) {
            for (byte[] value : values) {
                writer.write(reader.read(value));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not
        } catch (ValueReader.UnreadableException e) {
            throw new IllegalStateException("a value that was readable is no longer", e);
        }
        return file.toByteArray();
    }

    private static final class Builder extends ParquetWriter.Builder<TracedPosition, Builder> {

        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<TracedPosition> getWriteSupport(ParquetConfiguration conf) {
            return new PositionWriteSupport();
        }

        @Override
        protected WriteSupport<TracedPosition> getWriteSupport(Configuration conf) {
            throw new UnsupportedOperationException("there is no Hadoop here");
        }
    }
}
