package io.rastro.proving.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Reads one column of text from a Parquet file, and no byte of the others. Footer and pages are found here and decoded
 * by Parquet's own column readers: its file reader cannot be loaded without Hadoop.
 */
final class ParquetColumn {

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

    private ParquetColumn() {}

    /** @param column required text at the top level of the schema */
    static void forEach(Path file, String column, Consumer<String> values) throws IOException {
        MessageType schema = new MessageType(
                "projection",
                Types.required(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column));
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            FileMetaData footer = footer(in);
            for (RowGroup group : footer.getRow_groups()) {
                ColumnMetaData chunk = chunk(group, column);
                ByteBuffer bytes = read(in, ColumnPages.start(chunk), (int) chunk.getTotal_compressed_size());
                decode(ColumnPages.of(chunk, bytes.array()), schema, footer.getCreated_by(), values);
            }
        }
    }

    private static FileMetaData footer(FileChannel in) throws IOException {
        if (in.size() < TAIL_BYTES + MAGIC.length) {
            throw new VerifyException("an object of the lake is no Parquet file");
        }
        ByteBuffer tail = read(in, in.size() - TAIL_BYTES, TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int length = tail.getInt();
        if (!tail.equals(ByteBuffer.wrap(MAGIC)) || length <= 0 || length > in.size() - TAIL_BYTES) {
            throw new VerifyException("an object of the lake is no Parquet file");
        }
        return Util.readFileMetaData(new ByteArrayInputStream(
                read(in, in.size() - TAIL_BYTES - length, length).array()));
    }

    private static ColumnMetaData chunk(RowGroup group, String column) {
        return group.getColumns().stream()
                .map(ColumnChunk::getMeta_data)
                .filter(chunk -> chunk.getPath_in_schema().equals(List.of(column)))
                .findFirst()
                .orElseThrow(() -> new VerifyException("an object of the lake has no column " + column));
    }

    private static void decode(ColumnPages pages, MessageType schema, String createdBy, Consumer<String> values) {
        ColumnDescriptor descriptor = schema.getColumns().get(0);
        ColumnReader column = new ColumnReadStoreImpl(new OneColumn(pages), new IgnoringGroup(), schema, createdBy)
                .getColumnReader(descriptor);
        for (long i = 0; i < pages.getTotalValueCount(); i++) {
            values.accept(column.getBinary().toStringUsingUTF8());
            column.consume();
        }
    }

    private static ByteBuffer read(FileChannel in, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("an object of the lake ends too early");
            }
        }
        return bytes.flip();
    }

    private record OneColumn(ColumnPages pages) implements PageReadStore {
        @Override
        public PageReader getPageReader(ColumnDescriptor column) {
            return pages;
        }

        @Override
        public long getRowCount() {
            return pages.getTotalValueCount();
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
