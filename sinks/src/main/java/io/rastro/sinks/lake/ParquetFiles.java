package io.rastro.sinks.lake;

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
import org.apache.parquet.schema.MessageType;

/** Encodes the rows of one dataset as Parquet files in memory. No Hadoop at run time. Not thread-safe. */
final class ParquetFiles<T> {

    private static final int PAGE_BYTES = 1 << 20;

    private final Columns<T> columns;
    private final MessageType schema;
    private final ValueReader<T> reader;
    private final ZstdCodecs codecs;

    /** @param reader of the dataset's topic */
    ParquetFiles(Dataset<T> dataset, ValueReader<T> reader, int zstdLevel) {
        this.columns = dataset.columns();
        this.schema = columns.schema();
        this.reader = reader;
        this.codecs = new ZstdCodecs(zstdLevel);
    }

    /** @param values of the dataset's topic, which were read before */
    byte[] encode(List<byte[]> values) {
        MemoryFile file = new MemoryFile();
        try (ParquetWriter<T> writer = writer(file)) {
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

    private ParquetWriter<T> writer(OutputFile file) throws IOException {
        Builder<T> builder = new Builder<>(file, new RowWriteSupport<>(schema, columns))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(codecs)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(false)
                .withPageSize(PAGE_BYTES);
        columns.repetitivePaths().forEach(path -> builder.withDictionaryEncoding(path, true));
        return builder.build();
    }

    private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {

        private final WriteSupport<T> rows;

        Builder(OutputFile file, WriteSupport<T> rows) {
            super(file);
            this.rows = rows;
        }

        @Override
        protected Builder<T> self() {
            return this;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(ParquetConfiguration conf) {
            return rows;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(Configuration conf) {
            throw new UnsupportedOperationException("there is no Hadoop here");
        }
    }
}
