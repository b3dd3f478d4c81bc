package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.rastro.protocol.EventId;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.proving.ledger.LedgerReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which sequence numbers hold more than one event, and whether anybody was harmed. Bounded: of the first {@value #MOST} of
 * couriers it is looked up to whom they were acknowledged; the others count as displaced.
 */
final class Writers {

    private static final int MOST = 100_000;
    private static final int PAGE_SIZE = 5000;

    private final Map<String, Contest> contests = new HashMap<>();
    private long twoWriters;
    private long twoProcesses;
    private long writtenAgain;
    private long beyond;

    /** @param event which one counts: the last by time */
    private record Contest(String persistenceId, long seqNr, PositionsRecorded event) {}

    /**
     * @param rows of one number, by time, more than one
     * @param event what the last of them holds, if it is a courier's positions
     */
    void severalRows(List<JournalRow> rows, @Nullable PositionsRecorded event) {
        JournalRow last = rows.get(rows.size() - 1);
        if (rows.stream().allMatch(last::isSameEvent)) {
            writtenAgain++;
            return;
        }
        twoWriters += rows.stream().map(JournalRow::writer).distinct().count() > 1 ? 1 : 0;
        twoProcesses += rows.stream().mapToLong(JournalRow::process).distinct().count() > 1 ? 1 : 0;
        if (event != null && contests.size() < MOST) {
            contests.put(
                    name(last.persistenceId(), last.seqNr()), new Contest(last.persistenceId(), last.seqNr(), event));
        } else if (event != null) {
            beyond++;
        }
    }

    /** @param ledger null without one */
    WriterFigures figures(CqlSession session, @Nullable Path ledger) throws IOException {
        if (contests.isEmpty()) {
            return new WriterFigures(twoWriters, twoProcesses, beyond, 0, writtenAgain);
        }
        return new WriterFigures(
                twoWriters,
                twoProcesses,
                beyond + (ledger == null ? 0 : displaced(ledger)),
                counted(session),
                writtenAgain);
    }

    private long displaced(Path ledger) throws IOException {
        long[] displaced = new long[1];
        LedgerReader.forEachRecorded(ledger, (persistenceId, seqNr, key) -> {
            Contest contest = contests.get(name(persistenceId, seqNr));
            if (contest != null && !Objects.equals(contest.event().idempotencyKey(), key)) {
                displaced[0]++;
            }
        });
        return displaced[0];
    }

    /** The table has every event that was published, by the time of its fix: what does not count would stand beside it. */
    private long counted(CqlSession session) {
        long counted = 0;
        SimpleStatement all = SimpleStatement.newInstance("SELECT event_id, fixed_at FROM rastro.courier_positions")
                .setPageSize(PAGE_SIZE);
        for (Row row : session.execute(all)) {
            String text = row.getString(0);
            EventId id = text == null ? null : EventId.parse(text).orElse(null);
            Contest contest = id == null ? null : contests.get(name(id.persistenceId(), id.seqNr()));
            if (id != null && contest != null && !isOf(contest, id.index(), row.getInstant(1))) {
                counted++;
            }
        }
        return counted;
    }

    private static boolean isOf(Contest contest, int index, @Nullable Instant fixedAt) {
        var positions = contest.event().positions();
        return fixedAt != null
                && index < positions.size()
                && positions.get(index).fixedAtMillis() == fixedAt.toEpochMilli();
    }

    private static String name(String persistenceId, long seqNr) {
        return persistenceId + '~' + seqNr;
    }
}
