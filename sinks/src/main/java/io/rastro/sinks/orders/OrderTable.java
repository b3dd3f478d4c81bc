package io.rastro.sinks.orders;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.Ddl;
import io.rastro.sinks.table.Runs;
import io.rastro.sinks.table.TableSettings;
import io.rastro.sinks.table.WriteTogether;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Table {@code order_changes}: a row for each change of what a courier does with an order, a partition an order, the newest first.
 * Any thread; nothing blocks but {@link #open}.
 */
public final class OrderTable {

    /** Rows of one order that are looked through, the newest; a handful, unless a courier goes to and fro between orders. */
    public static final int MOST_READ = 20_000;

    private static final int PAGE = 1_000;

    private static final String NAME = ".order_changes";

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement insert;
    private final PreparedStatement select;

    private OrderTable(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.insert = session.prepare("INSERT INTO " + settings.keyspace() + NAME
                + " (order_id, received_at, courier_id, seq, position_index, change, named, at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        this.select = session.prepare("SELECT received_at, courier_id, seq, position_index, change, named, at FROM "
                + settings.keyspace() + NAME + " WHERE order_id = ? LIMIT " + MOST_READ);
    }

    /** Creates what is missing, if the settings allow it, and prepares the statements. Blocks. */
    public static OrderTable open(CqlSession session, TableSettings settings) {
        if (settings.createSchema()) {
            Ddl.createKeyspace(session, settings.keyspace(), settings.replication());
            Ddl.execute(session, create(settings));
        }
        return new OrderTable(session, settings);
    }

    private static String create(TableSettings settings) {
        return "CREATE TABLE IF NOT EXISTS " + settings.keyspace() + NAME + " ("
                + "order_id text, received_at timestamp, courier_id text, seq bigint, position_index int,"
                + " change text, named boolean, at timestamp,"
                + " PRIMARY KEY ((order_id), received_at, courier_id, seq, position_index))"
                + " WITH CLUSTERING ORDER BY (received_at DESC, courier_id DESC, seq DESC, position_index DESC)"
                + " AND compaction = " + settings.compaction()
                // nothing is ever deleted, only expires
                + " AND gc_grace_seconds = 86400"
                + " AND default_time_to_live = " + settings.timeToLive().toSeconds()
                + " AND comment = 'what couriers did with orders'";
    }

    /** Writes changes of one order; to write one again changes nothing. */
    public CompletionStage<Void> insert(List<TracedOrderChange> ofOneOrder) {
        return Bounded.each(
                Runs.ofWeight(ofOneOrder, change -> 1, settings.batchRows()),
                1,
                changes -> WriteTogether.rows(
                        session, settings, changes.stream().map(this::bind).toList()));
    }

    private BoundStatement bind(TracedOrderChange change) {
        return insert.bind(
                change.orderId(),
                Instant.ofEpochMilli(change.receivedAtMillis()),
                change.courierId(),
                change.seqNr(),
                change.index(),
                change.change().text(),
                change.named(),
                Instant.ofEpochMilli(change.atMillis()));
    }

    /**
     * What became of an order, in the order of receipt; of more than {@value #MOST_READ} changes the newest. Of pick-ups by one
     * courier after another only the first is there. Changes that this version does not know are left out.
     */
    public CompletionStage<List<TracedOrderChange>> read(String orderId) {
        return session.executeAsync(safe(select.bind(orderId)).setPageSize(PAGE))
                .thenCompose(page -> addAll(orderId, page, new ArrayList<>()))
                .thenApply(newestFirst -> {
                    Collections.reverse(newestFirst);
                    return newestFirst;
                });
    }

    private static CompletionStage<List<TracedOrderChange>> addAll(
            String orderId, AsyncResultSet page, List<TracedOrderChange> found) {
        page.currentPage().forEach(row -> change(orderId, row).ifPresent(change -> add(change, found)));
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> addAll(orderId, next, found))
                : CompletableFuture.completedStage(found);
    }

    /** So that what is held is bounded by the hand-overs. */
    private static void add(TracedOrderChange earlier, List<TracedOrderChange> newestFirst) {
        int last = newestFirst.size() - 1;
        if (last >= 0 && isSaidAgain(earlier, newestFirst.get(last))) {
            newestFirst.set(last, earlier);
        } else {
            newestFirst.add(earlier);
        }
    }

    private static boolean isSaidAgain(TracedOrderChange first, TracedOrderChange again) {
        return again.change() == OrderChange.PICKED_UP
                && first.change() == OrderChange.PICKED_UP
                && first.courierId().equals(again.courierId());
    }

    private static Optional<TracedOrderChange> change(String orderId, Row row) {
        String change = row.getString(4);
        Instant receivedAt = row.getInstant(0);
        String courierId = row.getString(1);
        Instant at = row.getInstant(6);
        if (change == null || receivedAt == null || courierId == null || at == null) {
            return Optional.empty();
        }
        return OrderChange.of(change)
                .map(known -> new TracedOrderChange(
                        courierId,
                        row.getLong(2),
                        row.getInt(3),
                        orderId,
                        known,
                        row.getBoolean(5),
                        receivedAt.toEpochMilli(),
                        at.toEpochMilli()));
    }

    private <S extends Statement<S>> S safe(S statement) {
        return statement.setConsistencyLevel(settings.consistency()).setIdempotent(true);
    }
}
