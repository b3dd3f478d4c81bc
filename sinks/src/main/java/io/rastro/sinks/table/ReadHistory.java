package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.courier.TracedPosition;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads pages over days: {@code courier_days} tells which days have something. */
final class ReadHistory {

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement selectDays;
    private final PreparedStatement selectFrom;
    private final PreparedStatement selectAfter;

    ReadHistory(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.selectDays = session.prepare("SELECT day FROM " + settings.keyspace()
                + ".courier_days WHERE courier_id = ? AND day >= ? AND day <= ? LIMIT ?");
        String rows = "SELECT " + PositionRows.COLUMNS + " FROM " + settings.keyspace()
                + ".courier_positions WHERE courier_id = ? AND day = ? AND ";
        this.selectFrom = session.prepare(rows + "fixed_at >= ? AND fixed_at < ? LIMIT ?");
        this.selectAfter = session.prepare(rows + "(fixed_at, event_id) > (?, ?) AND (fixed_at) < (?) LIMIT ?");
    }

    CompletionStage<HistoryPage<TracedPosition>> page(
            String courierId, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor) {
        return HistoryReading.page(new Days(courierId), from, to, limit, cursor);
    }

    private final class Days implements Timeline<TracedPosition> {

        private final String courierId;

        Days(String courierId) {
            this.courierId = courierId;
        }

        @Override
        public long partitionOf(long millis) {
            return PositionRows.dayOf(millis);
        }

        @Override
        public CompletionStage<List<Long>> partitions(long first, long last, int most) {
            return read(selectDays
                            .boundStatementBuilder()
                            .setString(0, courierId)
                            .setBytesUnsafe(1, Cells.date(first))
                            .setBytesUnsafe(2, Cells.date(last))
                            .setInt(3, most))
                    .thenApply(result -> {
                        List<Long> days = new ArrayList<>();
                        result.currentPage().forEach(row -> days.add(dayOf(row)));
                        return days;
                    });
        }

        @Override
        public CompletionStage<AsyncResultSet> from(long day, long fromMillis, long toMillis, int most) {
            return read(selectFrom
                    .boundStatementBuilder()
                    .setString(0, courierId)
                    .setBytesUnsafe(1, Cells.date(day))
                    .setBytesUnsafe(2, Cells.bigint(fromMillis))
                    .setBytesUnsafe(3, Cells.bigint(toMillis))
                    .setInt(4, most));
        }

        @Override
        public CompletionStage<AsyncResultSet> after(long day, HistoryCursor row, long toMillis, int most) {
            return read(selectAfter
                    .boundStatementBuilder()
                    .setString(0, courierId)
                    .setBytesUnsafe(1, Cells.date(day))
                    .setBytesUnsafe(2, Cells.bigint(row.atMillis()))
                    .setString(3, row.eventId())
                    .setBytesUnsafe(4, Cells.bigint(toMillis))
                    .setInt(5, most));
        }

        @Override
        public TracedPosition read(Row row) {
            return PositionRows.read(row);
        }

        @Override
        public HistoryCursor cursorOf(TracedPosition traced) {
            return HistoryCursor.of(traced);
        }

        private CompletionStage<AsyncResultSet> read(BoundStatementBuilder statement) {
            return session.executeAsync(statement
                    .setConsistencyLevel(settings.consistency())
                    .setIdempotence(true)
                    .build());
        }
    }

    private static long dayOf(Row row) {
        LocalDate day = row.getLocalDate(0);
        return day == null ? 0 : day.toEpochDay();
    }
}
