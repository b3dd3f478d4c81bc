package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.Bounded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Whether fixes have rows: an entity's look-up for what left its window. One query for up to a hundred fixes of a day. */
final class FindFixes {

    private static final int FIXES_A_QUERY = 100;
    private static final int QUERIES_AT_A_TIME = 16;

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement selectFixes;
    private final PreparedStatement selectEvents;
    private final PreparedStatement selectItem;

    /** Some fixes of one day, by their places in the list that was asked for. */
    private record Slice(long day, List<Integer> places) {}

    FindFixes(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        String where =
                " FROM " + settings.keyspace() + ".courier_positions WHERE courier_id = ? AND day = ? AND fixed_at ";
        this.selectFixes = session.prepare("SELECT fixed_at, lat, lon" + where + "IN ?");
        this.selectEvents = session.prepare("SELECT event_id" + where + "= ?");
        this.selectItem = session.prepare("SELECT event_id" + where + "= ? AND event_id = ?");
    }

    CompletionStage<BitSet> contained(String courierId, List<Position> fixes) {
        BitSet found = new BitSet(fixes.size());
        return Bounded.each(slices(fixes), QUERIES_AT_A_TIME, slice -> lookUp(courierId, fixes, slice, found))
                .thenApply(done -> found);
    }

    CompletionStage<Boolean> containsEvent(String courierId, long fixedAtMillis, long seqNr) {
        BitSet found = new BitSet(1);
        Statement<?> select = selectEvents
                .boundStatementBuilder()
                .setString(0, courierId)
                .setBytesUnsafe(1, Cells.date(PositionRows.dayOf(fixedAtMillis)))
                .setBytesUnsafe(2, Cells.bigint(fixedAtMillis))
                .setConsistencyLevel(settings.consistency())
                .setIdempotence(true)
                .build();
        return session.executeAsync(select)
                .thenCompose(page -> eachRow(page, row -> {
                    if (PositionRows.eventId(row, 0).seqNr() == seqNr) {
                        found.set(0);
                    }
                }))
                .thenApply(done -> found.get(0));
    }

    CompletionStage<Boolean> containsItem(TracedPosition traced) {
        long fixedAtMillis = traced.position().fixedAtMillis();
        Statement<?> select = selectItem
                .boundStatementBuilder()
                .setString(0, traced.courierId())
                .setBytesUnsafe(1, Cells.date(PositionRows.dayOf(fixedAtMillis)))
                .setBytesUnsafe(2, Cells.bigint(fixedAtMillis))
                .setBytesUnsafe(3, Cells.text(PositionRows.eventId(traced)))
                .setConsistencyLevel(settings.consistency())
                .setIdempotence(true)
                .build();
        return session.executeAsync(select).thenApply(rows -> rows.one() != null);
    }

    private CompletionStage<Void> lookUp(String courierId, List<Position> fixes, Slice slice, BitSet found) {
        Set<Instant> times = new LinkedHashSet<>();
        slice.places().forEach(place -> times.add(fixes.get(place).fixedAt()));
        Statement<?> select = selectFixes
                .boundStatementBuilder()
                .setString(0, courierId)
                .setBytesUnsafe(1, Cells.date(slice.day()))
                .setList(2, List.copyOf(times), Instant.class)
                .setConsistencyLevel(settings.consistency())
                .setIdempotence(true)
                .build();
        return session.executeAsync(select).thenCompose(page -> eachRow(page, row -> mark(row, fixes, slice, found)));
    }

    private static void mark(Row row, List<Position> fixes, Slice slice, BitSet found) {
        long fixedAtMillis = Cells.millis(row, 0);
        for (int place : slice.places()) {
            Position fix = fixes.get(place);
            if (fix.fixedAtMillis() == fixedAtMillis
                    && fix.lat() == row.getDouble(1)
                    && fix.lon() == row.getDouble(2)) {
                synchronized (found) {
                    found.set(place);
                }
            }
        }
    }

    private static CompletionStage<Void> eachRow(AsyncResultSet page, Consumer<Row> visit) {
        page.currentPage().forEach(visit);
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> eachRow(next, visit))
                : CompletableFuture.completedStage(null);
    }

    private static List<Slice> slices(List<Position> fixes) {
        Map<Long, Slice> open = new TreeMap<>();
        List<Slice> slices = new ArrayList<>();
        for (int place = 0; place < fixes.size(); place++) {
            long day = PositionRows.dayOf(fixes.get(place).fixedAtMillis());
            Slice slice = open.get(day);
            if (slice == null || slice.places().size() == FIXES_A_QUERY) {
                slice = new Slice(day, new ArrayList<>());
                open.put(day, slice);
                slices.add(slice);
            }
            slice.places().add(place);
        }
        return slices;
    }
}
