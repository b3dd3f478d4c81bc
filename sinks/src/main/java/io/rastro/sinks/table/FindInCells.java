package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.rastro.sinks.Bounded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which couriers were in some cells, in any of some slots: more than were there, never fewer. */
final class FindInCells {

    private static final int AT_A_TIME = 32;

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement select;

    /** Of one question, which reads many partitions at a time. */
    private static final class Found {

        private final Set<String> couriers = new HashSet<>();
        private final int most;

        Found(int most) {
            this.most = most;
        }

        synchronized boolean isTooMany() {
            return couriers.size() > most;
        }

        synchronized void add(String courierId) {
            couriers.add(courierId);
        }
    }

    FindInCells(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        this.select = session.prepare(
                "SELECT courier_id FROM " + settings.keyspace() + ".courier_cells WHERE cell = ? AND slot = ?");
    }

    /** @return empty when there are more than {@code most} */
    CompletionStage<Optional<Set<String>>> couriers(List<Long> cells, long fromMillis, long toMillis, int most) {
        List<CellSlot> partitions = new ArrayList<>();
        for (long cell : cells) {
            for (int slot = CellSlot.slotOf(fromMillis); slot <= CellSlot.slotOf(toMillis); slot++) {
                partitions.add(new CellSlot(cell, slot));
            }
        }
        Found found = new Found(most);
        return Bounded.each(partitions, AT_A_TIME, partition -> read(partition, found))
                .thenApply(done -> found.isTooMany() ? Optional.empty() : Optional.of(found.couriers));
    }

    private CompletionStage<Void> read(CellSlot partition, Found found) {
        if (found.isTooMany()) {
            return CompletableFuture.completedStage(null);
        }
        return session.executeAsync(select.boundStatementBuilder()
                        .setBytesUnsafe(0, Cells.bigint(partition.cell()))
                        .setInt(1, partition.slot())
                        .setConsistencyLevel(settings.consistency())
                        .setIdempotence(true)
                        .build())
                .thenCompose(page -> addAll(page, found));
    }

    private static CompletionStage<Void> addAll(AsyncResultSet page, Found found) {
        page.currentPage().forEach(row -> found.add(Cells.text(row, 0)));
        return page.hasMorePages() && !found.isTooMany()
                ? page.fetchNextPage().thenCompose(next -> addAll(next, found))
                : CompletableFuture.completedStage(null);
    }
}
