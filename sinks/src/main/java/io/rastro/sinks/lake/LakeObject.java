package io.rastro.sinks.lake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Reads single columns of one object of the lake, and no byte of the others. Footer and pages are found here and decoded
 * by Parquet's own column readers: its file reader cannot be loaded without Hadoop. A column of a row group is held as
 * it is stored (an event id is about four bytes), its pages are inflated one at a time. Not thread-safe.
 */
public final class LakeObject {

    /** Of one column in one row group, as stored: three million event ids. */
    static final int MAX_COLUMN_BYTES = 16 << 20;

    /** What is read first: the footer, and often the whole object. */
    private static final int TAIL_BYTES = 64 << 10;

    private static final int MAX_FOOTER_BYTES = 16 << 20;
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int END_BYTES = Integer.BYTES + MAGIC.length;

    private static final MessageType EVENT_ID = new MessageType(
            "projection",
            Types.required(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named("event_id"));
    private static final MessageType RECEIVED_AT = new MessageType(
            "projection", Types.required(PrimitiveTypeName.INT64).named("received_at"));

    private final ObjectBytes file;
    private final long tailAt;
    private final byte[] tail;
    private final FileMetaData footer;

    private LakeObject(ObjectBytes file, long tailAt, byte[] tail) throws IOException {
        this.file = file;
        this.tailAt = tailAt;
        this.tail = tail;
        this.footer = readFooter();
    }

    /** @throws LakeFormatException when it is no Parquet file */
    public static LakeObject open(ObjectBytes file) throws IOException {
        long size = file.size();
        if (size < END_BYTES + MAGIC.length) {
            throw new LakeFormatException("an object of the lake is no Parquet file");
        }
        int length = (int) Math.min(size, TAIL_BYTES);
        return new LakeObject(file, size - length, file.read(size - length, length));
    }

    public int rowGroups() {
        return footer.getRow_groups().size();
    }

    /** The event ids of a row group in the order of its rows. @param visit answers whether to go on */
    public void eventIds(int rowGroup, Predicate<String> visit) throws IOException {
        ColumnPages pages = pages(rowGroup, EVENT_ID);
        ColumnReader column = reader(pages, EVENT_ID);
        for (long i = 0; i < pages.getTotalValueCount(); i++) {
            if (!visit.test(column.getBinary().toStringUsingUTF8())) {
                return;
            }
            column.consume();
        }
    }

    /** When the positions of a row group were received, in the order of its rows. Epoch milliseconds. */
    public long[] receivedAtMillis(int rowGroup) throws IOException {
        ColumnPages pages = pages(rowGroup, RECEIVED_AT);
        ColumnReader column = reader(pages, RECEIVED_AT);
        long[] times = new long[Math.toIntExact(pages.getTotalValueCount())];
        for (int i = 0; i < times.length; i++) {
            times[i] = column.getLong();
            column.consume();
        }
        return times;
    }

    private FileMetaData readFooter() throws IOException {
        long end = tailAt + tail.length;
        ByteBuffer last = ByteBuffer.wrap(read(end - END_BYTES, END_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int length = last.getInt();
        if (!last.equals(ByteBuffer.wrap(MAGIC)) || length <= 0 || length > end - END_BYTES) {
            throw new LakeFormatException("an object of the lake is no Parquet file");
        }
        if (length > MAX_FOOTER_BYTES) {
            throw new LakeFormatException("an object of the lake has a footer of " + length + " bytes");
        }
        return Util.readFileMetaData(new ByteArrayInputStream(read(end - END_BYTES - length, length)));
    }

    private ColumnPages pages(int rowGroup, MessageType column) throws IOException {
        ColumnMetaData chunk = chunk(rowGroup, column.getFieldName(0));
        long bytes = chunk.getTotal_compressed_size();
        if (bytes > MAX_COLUMN_BYTES) {
            throw new LakeFormatException("an object of the lake has a column of " + bytes + " bytes");
        }
        return ColumnPages.of(chunk, read(ColumnPages.start(chunk), (int) bytes));
    }

    private ColumnMetaData chunk(int rowGroup, String column) throws LakeFormatException {
        for (ColumnChunk chunk : footer.getRow_groups().get(rowGroup).getColumns()) {
            if (chunk.getMeta_data().getPath_in_schema().equals(List.of(column))) {
                return chunk.getMeta_data();
            }
        }
        throw new LakeFormatException("an object of the lake has no column " + column);
    }

    private ColumnReader reader(ColumnPages pages, MessageType schema) {
        return new ColumnReadStoreImpl(new OneColumn(pages), new IgnoringGroup(), schema, footer.getCreated_by())
                .getColumnReader(schema.getColumns().get(0));
    }

    private byte[] read(long position, int length) throws IOException {
        if (position < tailAt) {
            return file.read(position, length);
        }
        int from = (int) (position - tailAt);
        return Arrays.copyOfRange(tail, from, from + length);
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
