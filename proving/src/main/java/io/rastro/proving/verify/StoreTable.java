package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query table, a row an item, of which all rows are read, anew each time: they lie by entity and by the time of the item, so
 * that any of them may hold what was received in a range.
 *
 * @param name in keyspace {@code rastro}
 * @param kindColumn what of several datasets the row is of; null where there is one
 * @param content further columns, by which an item is told from another one
 */
record StoreTable(String name, @Nullable String kindColumn, String content) {

    private static final int PAGE_SIZE = 5000;

    /** One row. */
    @FunctionalInterface
    interface Visitor {
        void row(@Nullable String eventId, Row row);
    }

    /** The rows with {@link #content}. */
    void forEachRow(CqlSession session, Visitor visitor) {
        rows(session, "event_id, " + content, row -> visitor.row(row.getString(0), row));
    }

    /** Counts all rows. */
    <T extends Tally> T count(CqlSession session, T tally) {
        String kind = kindColumn == null ? "" : ", " + kindColumn;
        rows(session, "event_id, received_at" + kind, row -> {
            Instant receivedAt = row.getInstant(1);
            tally.count(
                    kindColumn == null ? "" : String.valueOf(row.getString(2)),
                    row.getString(0),
                    receivedAt == null ? Scope.UNKNOWN : receivedAt.toEpochMilli());
        });
        return tally;
    }

    private void rows(CqlSession session, String columns, java.util.function.Consumer<Row> reader) {
        session.execute(SimpleStatement.newInstance("SELECT " + columns + " FROM rastro." + name)
                        .setPageSize(PAGE_SIZE))
                .forEach(reader);
    }
}
