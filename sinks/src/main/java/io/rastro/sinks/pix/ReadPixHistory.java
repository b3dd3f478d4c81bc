package io.rastro.sinks.pix;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.EventId;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sinks.table.Cells;
import io.rastro.sinks.table.HistoryCursor;
import io.rastro.sinks.table.HistoryPage;
import io.rastro.sinks.table.HistoryReading;
import io.rastro.sinks.table.TableSettings;
import io.rastro.sinks.table.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads pages over hours, each kind by itself: {@code pix_hours} tells which hours have something. */
final class ReadPixHistory {

    private static final Comparator<TracedPix> IN_ORDER = Comparator.comparingLong(PixHours::listedAt)
            .thenComparingLong(TracedPix::seqNr)
            .thenComparingInt(TracedPix::index);

    private static final String OF_HOUR = " WHERE account_id = ? AND kind = ? AND month = ? AND hour = ? AND ";

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement selectHours;
    private final PreparedStatement selectFrom;
    private final PreparedStatement selectAfter;
    private final PreparedStatement selectItem;

    ReadPixHistory(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.selectHours = session.prepare("SELECT hour FROM " + settings.keyspace() + PixSchema.HOURS
                + " WHERE account_id = ? AND kind = ? AND hour >= ? AND hour <= ? LIMIT ?");
        String rows = "SELECT " + PixRows.COLUMNS + " FROM " + settings.keyspace() + PixSchema.EVENTS + OF_HOUR;
        this.selectFrom = session.prepare(rows + "at >= ? AND at < ? LIMIT ?");
        this.selectAfter = session.prepare(rows + "(at, seq, item_index) > (?, ?, ?) AND (at) < (?) LIMIT ?");
        this.selectItem = session.prepare("SELECT seq FROM " + settings.keyspace() + PixSchema.EVENTS + OF_HOUR
                + "at = ? AND seq = ? AND item_index = ?");
    }

    CompletionStage<Boolean> contains(TracedPix traced) {
        long at = PixHours.listedAt(traced);
        Hours hours = new Hours(traced.accountId(), traced.decided().item().kind());
        return hours.read(hours.select(selectItem, PixHours.of(at))
                        .setBytesUnsafe(4, Cells.bigint(at))
                        .setLong(5, traced.seqNr())
                        .setInt(6, traced.index()))
                .thenApply(rows -> rows.one() != null);
    }

    /** @param kind null: all, by a page of each */
    CompletionStage<HistoryPage<TracedPix>> page(
            String accountId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable PixKind kind,
            @Nullable String cursor,
            int limit) {
        if (kind != null) {
            return HistoryReading.page(new Hours(accountId, kind), from, to, limit, cursor);
        }
        CompletionStage<List<HistoryPage<TracedPix>>> pages = CompletableFuture.completedStage(List.of());
        for (PixKind each : PixKind.values()) {
            pages = pages.thenCombine(
                    HistoryReading.page(new Hours(accountId, each), from, to, limit, cursor), ReadPixHistory::plus);
        }
        return pages.thenApply(ofKinds -> merged(ofKinds, limit));
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }

    /** The first ones of all kinds are among the first ones of each. */
    private static HistoryPage<TracedPix> merged(List<HistoryPage<TracedPix>> pages, int limit) {
        List<TracedPix> all = new ArrayList<>();
        pages.forEach(page -> all.addAll(page.items()));
        all.sort(IN_ORDER);
        if (all.size() <= limit && pages.stream().allMatch(page -> page.nextCursor() == null)) {
            return new HistoryPage<>(all, null);
        }
        List<TracedPix> first = all.subList(0, limit);
        return new HistoryPage<>(first, cursor(first.get(limit - 1)).text());
    }

    private static HistoryCursor cursor(TracedPix last) {
        return new HistoryCursor(PixHours.listedAt(last), last.eventId().toString());
    }

    private final class Hours implements Timeline<TracedPix> {

        private final String accountId;
        private final PixKind kind;

        Hours(String accountId, PixKind kind) {
            this.accountId = accountId;
            this.kind = kind;
        }

        @Override
        public long partitionOf(long millis) {
            return PixHours.of(millis);
        }

        @Override
        public CompletionStage<List<Long>> partitions(long first, long last, int most) {
            return read(select(selectHours)
                            .setBytesUnsafe(2, Cells.bigint(PixHours.beginMillis(first)))
                            .setBytesUnsafe(3, Cells.bigint(PixHours.beginMillis(last)))
                            .setInt(4, most))
                    .thenApply(rows -> {
                        List<Long> hours = new ArrayList<>();
                        rows.currentPage().forEach(row -> hours.add(PixHours.of(Cells.millis(row, 0))));
                        return hours;
                    });
        }

        @Override
        public CompletionStage<AsyncResultSet> from(long hour, long fromMillis, long toMillis, int most) {
            return read(select(selectFrom, hour)
                    .setBytesUnsafe(4, Cells.bigint(fromMillis))
                    .setBytesUnsafe(5, Cells.bigint(toMillis))
                    .setInt(6, most));
        }

        @Override
        public CompletionStage<AsyncResultSet> after(long hour, HistoryCursor row, long toMillis, int most) {
            EventId eventId = EventId.parse(row.eventId()).orElseThrow();
            return read(select(selectAfter, hour)
                    .setBytesUnsafe(4, Cells.bigint(row.atMillis()))
                    .setLong(5, eventId.seqNr())
                    .setInt(6, eventId.index())
                    .setBytesUnsafe(7, Cells.bigint(toMillis))
                    .setInt(8, most));
        }

        @Override
        public TracedPix read(Row row) {
            return PixRows.read(row);
        }

        @Override
        public HistoryCursor cursorOf(TracedPix item) {
            return cursor(item);
        }

        private BoundStatementBuilder select(PreparedStatement statement) {
            return statement.boundStatementBuilder().setString(0, accountId).setString(1, kind.word());
        }

        private BoundStatementBuilder select(PreparedStatement statement, long hour) {
            return select(statement)
                    .setString(2, PixHours.month(hour))
                    .setBytesUnsafe(3, Cells.bigint(PixHours.beginMillis(hour)));
        }

        private CompletionStage<AsyncResultSet> read(BoundStatementBuilder statement) {
            return session.executeAsync(statement
                    .setConsistencyLevel(settings.consistency())
                    .setIdempotence(true)
                    .build());
        }
    }
}
