package io.rastro.proving.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/** Reads one column of text from a Parquet file, and no byte of the others. Needs nothing of Hadoop at run time. */
final class ParquetColumn {

    private ParquetColumn() {}

    /** @param column required text at the top level of the schema */
    static void forEach(Path file, String column, Consumer<String> values) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdOnly())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            MessageType projection = new MessageType(schema.getName(), schema.getType(column));
            String createdBy = reader.getFooter().getFileMetaData().getCreatedBy();
            reader.setRequestedSchema(projection);
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                readGroup(group, projection, createdBy, values);
            }
        }
    }

    private static void readGroup(
            PageReadStore group, MessageType projection, String createdBy, Consumer<String> values) {
        ColumnDescriptor descriptor = projection.getColumns().get(0);
        ColumnReader column =
                new ColumnReadStoreImpl(group, new IgnoringGroup(), projection, createdBy).getColumnReader(descriptor);
        for (long i = 0; i < column.getTotalValueCount(); i++) {
            values.accept(column.getBinary().toStringUsingUTF8());
            column.consume();
        }
    }

    /** The column is read directly; the store only insists on having something to convert to. */
    private static final class IgnoringGroup extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
