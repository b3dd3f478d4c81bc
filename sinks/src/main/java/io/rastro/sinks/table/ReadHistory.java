package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.table.PositionTable.HistoryPage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages over days: {@code courier_days} tells which days have something, then a query a day until the page is
 * full. So a page costs at most as many queries as it has rows, and one for each 64 days with rows in the range.
 */
final class ReadHistory {

    private static final int MAX_LIMIT = 10_000;
    private static final int DAYS_A_QUERY = 64;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement selectDays;
    private final PreparedStatement selectFrom;
    private final PreparedStatement selectAfter;

    ReadHistory(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.selectDays = session.prepare("SELECT day FROM " + settings.keyspace()
                + ".courier_days WHERE courier_id = ? AND day >= ? AND day <= ? LIMIT " + DAYS_A_QUERY);
        String rows = "SELECT " + PositionRows.COLUMNS + " FROM " + settings.keyspace()
                + ".courier_positions WHERE courier_id = ? AND day = ? AND ";
        this.selectFrom = session.prepare(rows + "fixed_at >= ? AND fixed_at < ? LIMIT ?");
        this.selectAfter = session.prepare(rows + "(fixed_at, event_id) > (?, ?) AND (fixed_at) < (?) LIMIT ?");
    }

    CompletionStage<HistoryPage> page(
            String courierId, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT);
        }
        HistoryCursor after = cursor == null ? null : HistoryCursor.parse(cursor);
        long fromMillis = from == null ? FIRST_DAY * 86_400_000L : from.toEpochMilli();
        long toMillis = to == null ? (LAST_DAY + 1) * 86_400_000L : to.toEpochMilli();
        if (after != null) {
            fromMillis = Math.max(fromMillis, after.fixedAtMillis());
        }
        return new Reading(courierId, fromMillis, toMillis, limit, after).days(PositionRows.dayOf(fromMillis));
    }

    /** One page on its way: one more row than asked for tells whether there is a next page. */
    private final class Reading {

        private final String courierId;
        private final long fromMillis;
        private final long toMillis;
        private final int limit;
        private final @Nullable HistoryCursor after;
        private final List<TracedPosition> found = new ArrayList<>();

        Reading(String courierId, long fromMillis, long toMillis, int limit, @Nullable HistoryCursor after) {
            this.courierId = courierId;
            this.fromMillis = fromMillis;
            this.toMillis = toMillis;
            this.limit = limit;
            this.after = after;
        }

        CompletionStage<HistoryPage> days(long firstDay) {
            if (toMillis <= fromMillis) {
                return CompletableFuture.completedStage(done());
            }
            return session.executeAsync(read(selectDays.boundStatementBuilder())
                            .setString(0, courierId)
                            .setBytesUnsafe(1, PositionRows.date(firstDay))
                            .setBytesUnsafe(2, PositionRows.date(PositionRows.dayOf(toMillis - 1)))
                            .build())
                    .thenCompose(result -> {
                        List<Long> days = new ArrayList<>();
                        result.currentPage().forEach(row -> days.add(dayOf(row)));
                        return rowsOf(days, 0);
                    });
        }

        private CompletionStage<HistoryPage> rowsOf(List<Long> days, int next) {
            if (found.size() > limit || (next == days.size() && days.size() < DAYS_A_QUERY)) {
                return CompletableFuture.completedStage(done());
            }
            if (next == days.size()) {
                return days(days.get(next - 1) + 1);
            }
            return session.executeAsync(rowsOfDay(days.get(next)).build())
                    .thenCompose(this::addAll)
                    .thenCompose(added -> rowsOf(days, next + 1));
        }

        private BoundStatementBuilder rowsOfDay(long day) {
            int missing = limit + 1 - found.size();
            if (after != null && day == PositionRows.dayOf(after.fixedAtMillis())) {
                return read(selectAfter.boundStatementBuilder())
                        .setString(0, courierId)
                        .setBytesUnsafe(1, PositionRows.date(day))
                        .setBytesUnsafe(2, PositionRows.bigint(after.fixedAtMillis()))
                        .setString(3, after.eventId())
                        .setBytesUnsafe(4, PositionRows.bigint(toMillis))
                        .setInt(5, missing);
            }
            return read(selectFrom.boundStatementBuilder())
                    .setString(0, courierId)
                    .setBytesUnsafe(1, PositionRows.date(day))
                    .setBytesUnsafe(2, PositionRows.bigint(fromMillis))
                    .setBytesUnsafe(3, PositionRows.bigint(toMillis))
                    .setInt(4, missing);
        }

        private CompletionStage<Void> addAll(AsyncResultSet rows) {
            rows.currentPage().forEach(row -> found.add(PositionRows.read(row)));
            return rows.hasMorePages()
                    ? rows.fetchNextPage().thenCompose(this::addAll)
                    : CompletableFuture.completedStage(null);
        }

        private HistoryPage done() {
            if (found.size() <= limit) {
                return new HistoryPage(List.copyOf(found), null);
            }
            return new HistoryPage(
                    List.copyOf(found.subList(0, limit)),
                    HistoryCursor.of(found.get(limit - 1)).text());
        }

        private BoundStatementBuilder read(BoundStatementBuilder statement) {
            return statement.setConsistencyLevel(settings.consistency()).setIdempotence(true);
        }
    }

    private static long dayOf(Row row) {
        LocalDate day = row.getLocalDate(0);
        return day == null ? 0 : day.toEpochDay();
    }
}
