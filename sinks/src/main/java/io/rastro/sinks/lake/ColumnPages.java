package io.rastro.sinks.lake;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The pages of one column in one row group, each decompressed when it is its turn. */
final class ColumnPages implements PageReader {

    private final CompressionCodec codec;
    private final long valueCount;
    private final ArrayDeque<Stored> pages = new ArrayDeque<>();
    private @Nullable DictionaryPage dictionary;

    private record Stored(PageHeader header, byte[] bytes) {}

    private ColumnPages(CompressionCodec codec, long valueCount) {
        this.codec = codec;
        this.valueCount = valueCount;
    }

    /** Where the column's bytes begin in the file: at the dictionary if there is one. */
    static long start(ColumnMetaData chunk) {
        return chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0
                ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset())
                : chunk.getData_page_offset();
    }

    /** @throws LakeFormatException when the lake's own codec is not the file's */
    static ColumnPages of(ColumnMetaData chunk, byte[] bytes) throws IOException {
        if (chunk.getCodec() != CompressionCodec.ZSTD && chunk.getCodec() != CompressionCodec.UNCOMPRESSED) {
            throw new LakeFormatException("the lake holds an object compressed with " + chunk.getCodec());
        }
        ColumnPages pages = new ColumnPages(chunk.getCodec(), chunk.getNum_values());
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        while (in.available() > 0) {
            PageHeader header = Util.readPageHeader(in);
            pages.page(header, in.readNBytes(header.getCompressed_page_size()));
        }
        return pages;
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        return dictionary;
    }

    @Override
    public long getTotalValueCount() {
        return valueCount;
    }

    @Override
    public @Nullable DataPage readPage() {
        Stored next = pages.poll();
        if (next == null) {
            return null;
        }
        PageHeader header = next.header();
        int size = header.getUncompressed_page_size();
        return header.isSetData_page_header_v2()
                ? second(header.getData_page_header_v2(), next.bytes(), size)
                : first(header.getData_page_header(), next.bytes(), size);
    }

    private void page(PageHeader header, byte[] stored) {
        switch (header.getType()) {
            case DICTIONARY_PAGE ->
                dictionary = new DictionaryPage(
                        plain(stored, header.getUncompressed_page_size()),
                        header.getDictionary_page_header().getNum_values(),
                        encoding(header.getDictionary_page_header().getEncoding()));
            case DATA_PAGE, DATA_PAGE_V2 -> pages.add(new Stored(header, stored));
            case INDEX_PAGE -> {
                // holds no values
            }
        }
    }

    private DataPage first(DataPageHeader header, byte[] stored, int size) {
        return new DataPageV1(
                plain(stored, size),
                header.getNum_values(),
                size,
                null,
                encoding(header.getRepetition_level_encoding()),
                encoding(header.getDefinition_level_encoding()),
                encoding(header.getEncoding()));
    }

    /** Here the levels stand in front of the values, never compressed. */
    private DataPage second(DataPageHeaderV2 header, byte[] stored, int size) {
        int repetition = header.getRepetition_levels_byte_length();
        int levels = repetition + header.getDefinition_levels_byte_length();
        byte[] values = Arrays.copyOfRange(stored, levels, stored.length);
        return DataPageV2.uncompressed(
                header.getNum_rows(),
                header.getNum_nulls(),
                header.getNum_values(),
                BytesInput.from(stored, 0, repetition),
                BytesInput.from(stored, repetition, levels - repetition),
                encoding(header.getEncoding()),
                header.isIs_compressed() ? plain(values, size - levels) : BytesInput.from(values),
                null);
    }

    private BytesInput plain(byte[] stored, int size) {
        return codec == CompressionCodec.ZSTD
                ? BytesInput.from(Zstd.decompress(stored, size))
                : BytesInput.from(stored);
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
        return Encoding.valueOf(encoding.name());
    }
}
