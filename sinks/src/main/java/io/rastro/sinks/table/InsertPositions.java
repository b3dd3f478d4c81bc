package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Writes a courier's positions, one statement after the other, each of one partition. */
final class InsertPositions {

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement insertRow;
    private final PreparedStatement insertDay;
    private final InsertCells cells;
    private final Set<CourierDay> knownDays;

    private record CourierDay(String courierId, long day) {}

    InsertPositions(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        String marks = "?" + ", ?".repeat(PositionRows.COLUMN_COUNT - 1);
        this.insertRow = session.prepare("INSERT INTO " + settings.keyspace() + ".courier_positions ("
                + PositionRows.COLUMNS + ") VALUES (" + marks + ")");
        this.insertDay =
                session.prepare("INSERT INTO " + settings.keyspace() + ".courier_days (courier_id, day) VALUES (?, ?)");
        this.cells = new InsertCells(session, settings);
        this.knownDays = KnownRows.atMost(settings.knownDays());
    }

    CompletionStage<Void> inOrder(List<TracedPosition> ofOneCourier) {
        CompletionStage<Void> written = cells.of(ofOneCourier);
        for (List<TracedPosition> run : Runs.ofOneDay(ofOneCourier, settings.batchRows())) {
            written = written.thenCompose(before -> insertRun(run));
        }
        return written;
    }

    private CompletionStage<Void> insertRun(List<TracedPosition> run) {
        TracedPosition first = run.get(0);
        CourierDay day = new CourierDay(
                first.courierId(), PositionRows.dayOf(first.position().fixedAtMillis()));
        if (knownDays.contains(day)) {
            return insertRows(day, run);
        }
        return session.executeAsync(durable(insertDay
                        .boundStatementBuilder()
                        .setBytesUnsafe(0, PositionRows.text(day.courierId()))
                        .setBytesUnsafe(1, PositionRows.date(day.day()))
                        .build()))
                .thenCompose(dayIsThere -> {
                    knownDays.add(day);
                    return insertRows(day, run);
                });
    }

    private CompletionStage<Void> insertRows(CourierDay day, List<TracedPosition> run) {
        ByteBuffer courierId = PositionRows.text(day.courierId());
        ByteBuffer date = PositionRows.date(day.day());
        if (run.size() == 1) {
            BoundStatement row = PositionRows.bind(insertRow, courierId, date, run.get(0));
            return session.executeAsync(durable(row)).thenAccept(done -> {});
        }
        BatchStatementBuilder batch = new BatchStatementBuilder(BatchType.UNLOGGED);
        for (TracedPosition traced : run) {
            batch.addStatement(PositionRows.bind(insertRow, courierId, date, traced));
        }
        return session.executeAsync(durable(batch.build())).thenAccept(done -> {});
    }

    private <S extends Statement<S>> S durable(S statement) {
        return statement.setConsistencyLevel(settings.consistency()).setIdempotent(true);
    }
}
