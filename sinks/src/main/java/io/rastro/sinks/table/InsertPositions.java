package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.rastro.protocol.courier.TracedPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
        for (List<TracedPosition> run : Runs.ofOnePartition(ofOneCourier, InsertPositions::day, settings.batchRows())) {
            written = written.thenCompose(before -> insertRun(run));
        }
        return written;
    }

    private CompletionStage<Void> insertRun(List<TracedPosition> run) {
        TracedPosition first = run.get(0);
        CourierDay day = new CourierDay(first.courierId(), day(first));
        if (knownDays.contains(day)) {
            return insertRows(day, run);
        }
        BoundStatement row = insertDay
                .boundStatementBuilder()
                .setBytesUnsafe(0, Cells.text(day.courierId()))
                .setBytesUnsafe(1, Cells.date(day.day()))
                .build();
        return WriteTogether.rows(session, settings, List.of(row)).thenCompose(dayIsThere -> {
            knownDays.add(day);
            return insertRows(day, run);
        });
    }

    private CompletionStage<Void> insertRows(CourierDay day, List<TracedPosition> run) {
        ByteBuffer courierId = Cells.text(day.courierId());
        ByteBuffer date = Cells.date(day.day());
        List<BoundStatement> rows = new ArrayList<>(run.size());
        for (TracedPosition traced : run) {
            rows.add(PositionRows.bind(insertRow, courierId, date, traced));
        }
        return WriteTogether.rows(session, settings, rows).thenAccept(done -> {});
    }

    private static long day(TracedPosition traced) {
        return PositionRows.dayOf(traced.position().fixedAtMillis());
    }
}
