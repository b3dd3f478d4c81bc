package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.courier.TracedPosition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The newest row of a courier that is not after an instant. {@code courier_days} tells the last days that have something;
 * they are looked at one after the other, the last one first. All but the day of the instant itself have an answer, unless
 * their rows have expired: so it is two queries, or three, and at most {@value #DAYS} and two.
 */
final class FindNewest {

    private static final int DAYS = 64;

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement selectDays;
    private final PreparedStatement selectNewest;
    private final PreparedStatement selectNewestSince;
    private final PreparedStatement selectFix;

    FindNewest(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.selectDays = session.prepare("SELECT day FROM " + settings.keyspace()
                + ".courier_days WHERE courier_id = ? AND day <= ? ORDER BY day DESC LIMIT " + DAYS);
        String rows = "SELECT " + PositionRows.COLUMNS + " FROM " + settings.keyspace()
                + ".courier_positions WHERE courier_id = ? AND day = ? AND fixed_at ";
        this.selectNewest = session.prepare(rows + "<= ? ORDER BY fixed_at DESC, event_id DESC LIMIT 2");
        this.selectNewestSince =
                session.prepare(rows + ">= ? AND fixed_at <= ? ORDER BY fixed_at DESC, event_id DESC LIMIT 2");
        this.selectFix = session.prepare(rows + "= ?");
    }

    /** Of several with the same time of the fix the one that was recorded last. */
    CompletionStage<Optional<TracedPosition>> notAfter(String courierId, long atMillis) {
        return session.executeAsync(read(selectDays.boundStatementBuilder())
                        .setString(0, courierId)
                        .setBytesUnsafe(1, Cells.date(PositionRows.dayOf(atMillis)))
                        .build())
                .thenCompose(result -> {
                    List<Long> days = new ArrayList<>();
                    result.currentPage().forEach(row -> days.add(dayOf(row)));
                    return newestOf(courierId, atMillis, days, 0);
                });
    }

    /** The same, when it is not before another instant either: one query for each day between, most often one. */
    CompletionStage<Optional<TracedPosition>> between(String courierId, long fromMillis, long atMillis) {
        return between(courierId, fromMillis, atMillis, PositionRows.dayOf(atMillis));
    }

    private CompletionStage<Optional<TracedPosition>> between(
            String courierId, long fromMillis, long atMillis, long day) {
        if (day < PositionRows.dayOf(fromMillis)) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return rows(bound(selectNewestSince, courierId, day, fromMillis).setBytesUnsafe(3, Cells.bigint(atMillis)))
                .thenCompose(newest -> newest.isEmpty()
                        ? between(courierId, fromMillis, atMillis, day - 1)
                        : lastOfItsTime(courierId, day, newest));
    }

    private CompletionStage<Optional<TracedPosition>> newestOf(
            String courierId, long atMillis, List<Long> days, int next) {
        if (next == days.size()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return rows(bound(selectNewest, courierId, days.get(next), atMillis))
                .thenCompose(newest -> newest.isEmpty()
                        ? newestOf(courierId, atMillis, days, next + 1)
                        : lastOfItsTime(courierId, days.get(next), newest));
    }

    /** The table has those of one time in the order of their event ids' letters. */
    private CompletionStage<Optional<TracedPosition>> lastOfItsTime(
            String courierId, long day, List<TracedPosition> newest) {
        long fixedAt = newest.get(0).position().fixedAtMillis();
        if (newest.size() < 2 || newest.get(1).position().fixedAtMillis() < fixedAt) {
            return CompletableFuture.completedStage(Optional.of(newest.get(0)));
        }
        return rows(bound(selectFix, courierId, day, fixedAt))
                .thenApply(all -> all.stream().max(TracedPosition.BY_TIME_OF_THE_FIX));
    }

    private BoundStatementBuilder bound(PreparedStatement select, String courierId, long day, long fixedAtMillis) {
        return read(select.boundStatementBuilder())
                .setString(0, courierId)
                .setBytesUnsafe(1, Cells.date(day))
                .setBytesUnsafe(2, Cells.bigint(fixedAtMillis));
    }

    private CompletionStage<List<TracedPosition>> rows(BoundStatementBuilder select) {
        return session.executeAsync(select.build()).thenCompose(page -> addAll(page, new ArrayList<>(2)));
    }

    private static CompletionStage<List<TracedPosition>> addAll(AsyncResultSet page, List<TracedPosition> found) {
        page.currentPage().forEach(row -> found.add(PositionRows.read(row)));
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> addAll(next, found))
                : CompletableFuture.completedStage(found);
    }

    private BoundStatementBuilder read(BoundStatementBuilder statement) {
        return statement.setConsistencyLevel(settings.consistency()).setIdempotence(true);
    }

    private static long dayOf(Row row) {
        LocalDate day = row.getLocalDate(0);
        return day == null ? 0 : day.toEpochDay();
    }
}
