package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.Bounded;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes where a courier was and when, roughly: a row for each {@link CellSlot}, once as long as this node remembers it. To
 * write one again changes nothing.
 */
final class InsertCells {

    private static final int AT_A_TIME = 16;

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement insert;
    private final Set<CourierThere> known;

    private record CourierThere(String courierId, CellSlot there) {}

    InsertCells(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.insert = session.prepare(
                "INSERT INTO " + settings.keyspace() + ".courier_cells (cell, slot, courier_id) VALUES (?, ?, ?)");
        this.known = KnownRows.atMost(settings.knownCells());
    }

    /** Completes when all rows for these positions are there. */
    CompletionStage<Void> of(List<TracedPosition> ofOneCourier) {
        Set<CourierThere> missing = new LinkedHashSet<>(2);
        for (TracedPosition traced : ofOneCourier) {
            CourierThere there = new CourierThere(traced.courierId(), CellSlot.of(traced.position()));
            if (!known.contains(there)) {
                missing.add(there);
            }
        }
        return missing.isEmpty()
                ? CompletableFuture.completedStage(null)
                : Bounded.each(new ArrayList<>(missing), AT_A_TIME, this::insert);
    }

    private CompletionStage<Void> insert(CourierThere row) {
        return session.executeAsync(insert.boundStatementBuilder()
                        .setBytesUnsafe(0, Cells.bigint(row.there().cell()))
                        .setInt(1, row.there().slot())
                        .setBytesUnsafe(2, Cells.text(row.courierId()))
                        .setConsistencyLevel(settings.consistency())
                        .setIdempotence(true)
                        .build())
                .thenAccept(done -> known.add(row));
    }
}
