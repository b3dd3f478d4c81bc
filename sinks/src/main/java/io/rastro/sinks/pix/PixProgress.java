package io.rastro.sinks.pix;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sinks.table.Cells;
import io.rastro.sinks.table.TableSettings;
import io.rastro.sinks.table.WriteTogether;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Table {@code pix_progress}: for an account and kind a number of the journal up to which all items of that kind are in the
 * tables. It may be too small for a while, and is never too large:
 *
 * <ul>
 *   <li>A kind has a topic of its own, and an account (the key) a partition of it, in which its items lie in the order of the
 *       journal. Some may lie there again further on; whatever lies before the first copy of an item does so in that order.
 *   <li>A consumer begins at a committed offset, before which all is written, and leaves nothing out; it writes a chunk after
 *       the one before it. So when it writes the last item of a kind in an event, all items of that kind before it are written
 *       or in the same list, wherever chunks are cut. It also holds for one that has lost its partition and does not know.
 *   <li>The number is written when all rows of the list are there. Who dies before leaves rows without it, which are written
 *       again and change nothing.
 *   <li>Who reads again from an earlier offset writes earlier numbers again, which are as true. They do not even replace later
 *       ones: the time of a write, by which Cassandra decides, is the number itself. So the number only grows, whichever clocks
 *       and consumers there are. A row must never be deleted: that would be of the present time, and hide all later writes.
 * </ul>
 *
 * A record that cannot be read lies in the dead letters and counts as there, as long as it is not put back. Nor does it hold
 * where partitions are added to a topic whose records are not all written.
 */
final class PixProgress {

    private final CqlSession session;
    private final TableSettings settings;
    private final PreparedStatement insert;
    private final PreparedStatement select;

    PixProgress(CqlSession session, TableSettings settings) {
        this.session = session;
        this.settings = settings;
        String table = settings.keyspace() + PixSchema.PROGRESS;
        this.insert =
                session.prepare("INSERT INTO " + table + " (account_id, kind, seq) VALUES (?, ?, ?) USING TIMESTAMP ?");
        this.select = session.prepare("SELECT kind, seq FROM " + table + " WHERE account_id = ?");
    }

    /** @param written all of whose rows are there */
    CompletionStage<?> reached(List<TracedPix> written) {
        Map<PixKind, TracedPix> furthest = new EnumMap<>(PixKind.class);
        for (TracedPix traced : written) {
            if (traced.last()) {
                furthest.merge(
                        traced.decided().item().kind(),
                        traced,
                        (one, other) -> one.seqNr() > other.seqNr() ? one : other);
            }
        }
        List<BoundStatement> rows = new ArrayList<>(furthest.size());
        furthest.forEach((kind, last) -> rows.add(bind(kind, last)));
        return rows.isEmpty() ? CompletableFuture.completedStage(null) : WriteTogether.rows(session, settings, rows);
    }

    private BoundStatement bind(PixKind kind, TracedPix last) {
        return insert.boundStatementBuilder()
                .setString(0, last.accountId())
                .setString(1, kind.word())
                .setLong(2, last.seqNr())
                .setLong(3, last.seqNr())
                .build();
    }

    /** Without kinds of which there is nothing. */
    CompletionStage<Map<PixKind, Long>> of(String accountId) {
        return session.executeAsync(select.boundStatementBuilder()
                        .setString(0, accountId)
                        .setConsistencyLevel(settings.consistency())
                        .setIdempotence(true)
                        .build())
                .thenApply(rows -> {
                    Map<PixKind, Long> upTo = new EnumMap<>(PixKind.class);
                    for (Row row : rows.currentPage()) {
                        PixKind.of(Cells.text(row, 0)).ifPresent(kind -> upTo.put(kind, row.getLong(1)));
                    }
                    return upTo;
                });
    }
}
