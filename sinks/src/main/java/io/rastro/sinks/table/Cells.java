package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Values of CQL as bytes, written and read: the driver's way through a codec for each cell costs more than the cell. */
public final class Cells {

    private Cells() {}

    /** CQL's date: days since the epoch, shifted into the unsigned range. */
    static ByteBuffer date(long day) {
        return ByteBuffer.allocate(4).putInt(0, (int) day + Integer.MIN_VALUE);
    }

    /** Also a timestamp. */
    public static ByteBuffer bigint(long value) {
        return ByteBuffer.allocate(8).putLong(0, value);
    }

    public static ByteBuffer text(String value) {
        return ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A timestamp that is never null. */
    public static long millis(Row row, int column) {
        ByteBuffer bytes = row.getBytesUnsafe(column);
        return bytes == null ? 0 : bytes.getLong(bytes.position());
    }

    /** A text that is never null. */
    public static String text(Row row, int column) {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
