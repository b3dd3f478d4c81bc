package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One page of a history on its way: it is asked which partitions have something, then a query a partition until the page is
 * full. So a page costs at most as many queries as it has rows, and one for each {@value #PARTITIONS_A_QUERY} partitions with
 * rows in the range. One more row than asked for tells whether there is a next page.
 */
public final class HistoryReading<T> {

    private static final int MAX_LIMIT = 10_000;
    private static final int PARTITIONS_A_QUERY = 64;
    private static final long FIRST_MILLIS = LocalDate.of(1, 1, 1).toEpochDay() * 86_400_000L;
    private static final long END_MILLIS = LocalDate.of(10_000, 1, 1).toEpochDay() * 86_400_000L;

    private final Timeline<T> timeline;
    private final long fromMillis;
    private final long toMillis;
    private final int limit;
    private final @Nullable HistoryCursor after;
    private final List<T> found = new ArrayList<>();

    private HistoryReading(
            Timeline<T> timeline, long fromMillis, long toMillis, int limit, @Nullable HistoryCursor after) {
        this.timeline = timeline;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        this.limit = limit;
        this.after = after;
    }

    /**
     * Reads a page, the oldest first.
     *
     * @param from inclusive; null: from the first row
     * @param to exclusive; null: up to the last one
     * @param limit most rows of the page, 1 to 10,000
     * @param cursor where the page before this one ended; null: the first page
     * @throws IllegalArgumentException when the cursor is none of ours or the limit out of range
     */
    public static <T> CompletionStage<HistoryPage<T>> page(
            Timeline<T> timeline, @Nullable Instant from, @Nullable Instant to, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT);
        }
        long fromMillis = from == null ? FIRST_MILLIS : from.toEpochMilli();
        long toMillis = to == null ? END_MILLIS : to.toEpochMilli();
        HistoryCursor after = cursor == null ? null : HistoryCursor.parse(cursor);
        if (after != null && after.atMillis() < fromMillis) {
            after = null;
        }
        return new HistoryReading<>(timeline, after == null ? fromMillis : after.atMillis(), toMillis, limit, after)
                .partitions(timeline.partitionOf(after == null ? fromMillis : after.atMillis()));
    }

    private CompletionStage<HistoryPage<T>> partitions(long first) {
        if (toMillis <= fromMillis) {
            return CompletableFuture.completedStage(done());
        }
        return timeline.partitions(first, timeline.partitionOf(toMillis - 1), PARTITIONS_A_QUERY)
                .thenCompose(partitions -> rowsOf(partitions, 0));
    }

    private CompletionStage<HistoryPage<T>> rowsOf(List<Long> partitions, int next) {
        if (found.size() > limit || (next == partitions.size() && partitions.size() < PARTITIONS_A_QUERY)) {
            return CompletableFuture.completedStage(done());
        }
        if (next == partitions.size()) {
            return partitions(partitions.get(next - 1) + 1);
        }
        return rowsOf(partitions.get(next))
                .thenCompose(this::addAll)
                .thenCompose(added -> rowsOf(partitions, next + 1));
    }

    private CompletionStage<AsyncResultSet> rowsOf(long partition) {
        int missing = limit + 1 - found.size();
        return after != null && partition == timeline.partitionOf(after.atMillis())
                ? timeline.after(partition, after, toMillis, missing)
                : timeline.from(partition, fromMillis, toMillis, missing);
    }

    private CompletionStage<Void> addAll(AsyncResultSet rows) {
        rows.currentPage().forEach(row -> found.add(timeline.read(row)));
        return rows.hasMorePages()
                ? rows.fetchNextPage().thenCompose(this::addAll)
                : CompletableFuture.completedStage(null);
    }

    private HistoryPage<T> done() {
        return found.size() <= limit
                ? new HistoryPage<>(found, null)
                : new HistoryPage<>(
                        found.subList(0, limit),
                        timeline.cursorOf(found.get(limit - 1)).text());
    }
}
