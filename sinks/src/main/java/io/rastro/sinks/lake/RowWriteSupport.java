package io.rastro.sinks.lake;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Rows as Parquet's writer takes them. */
final class RowWriteSupport<T> extends WriteSupport<T> {

    private final MessageType schema;
    private final Columns<T> columns;

    /** Set before the first record. */
    @SuppressWarnings("NullAway.Init")
    private RecordConsumer out;

    RowWriteSupport(MessageType schema, Columns<T> columns) {
        this.schema = schema;
        this.columns = columns;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(Configuration configuration) {
        throw new UnsupportedOperationException("there is no Hadoop here");
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        out = recordConsumer;
    }

    @Override
    public void write(T row) {
        out.startMessage();
        columns.write(row, out);
        out.endMessage();
    }
}
