package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.EventId;
import io.rastro.protocol.PublishedEvent;
import io.rastro.proving.ledger.LedgerReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which sequence numbers hold more than one event, and whether anybody was harmed. Bounded: of the first {@value #MOST} with
 * items it is looked up to whom they were acknowledged; the others count as displaced.
 */
final class Writers {

    private static final int MOST = 100_000;

    private final Map<String, Contest<?>> contests = new HashMap<>();
    private long twoWriters;
    private long twoProcesses;
    private long writtenAgain;
    private long beyond;

    /**
     * An event that may not be alone.
     *
     * @param event which one counts: the last by time
     */
    record Contest<E extends PublishedEvent>(Kind<E> kind, String persistenceId, long seqNr, E event) {

        boolean isOf(String idempotencyKey) {
            return kind.isOf(event, idempotencyKey);
        }

        /** Whether a row of this table has the name of one of its items, and is not that item. */
        boolean isOtherThan(StoreTable table, int index, Row row) {
            return kind.table().equals(table) && !kind.isRowOf(row, index, event);
        }
    }

    /**
     * @param rows of one number, by time, more than one
     * @param event the last of them, if it holds items
     */
    void severalRows(List<JournalRow> rows, @Nullable Contest<?> event) {
        JournalRow last = rows.get(rows.size() - 1);
        if (rows.stream().allMatch(last::isSameEvent)) {
            writtenAgain++;
            return;
        }
        twoWriters += rows.stream().map(JournalRow::writer).distinct().count() > 1 ? 1 : 0;
        twoProcesses += rows.stream().mapToLong(JournalRow::process).distinct().count() > 1 ? 1 : 0;
        if (event != null && contests.size() < MOST) {
            contests.put(name(last.persistenceId(), last.seqNr()), event);
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
            Contest<?> contest = contests.get(name(persistenceId, seqNr));
            if (contest != null && !contest.isOf(key)) {
                displaced[0]++;
            }
        });
        return displaced[0];
    }

    /** A table has every event that was published, by the time of its items: what does not count would stand beside it. */
    private long counted(CqlSession session) {
        Set<StoreTable> tables = contests.values().stream()
                .map(contest -> contest.kind().table())
                .collect(Collectors.toSet());
        long[] counted = new long[1];
        for (StoreTable table : tables) {
            table.forEachRow(session, (text, row) -> {
                EventId id = text == null ? null : EventId.parse(text).orElse(null);
                Contest<?> contest = id == null ? null : contests.get(name(id.persistenceId(), id.seqNr()));
                counted[0] += id != null && contest != null && contest.isOtherThan(table, id.index(), row) ? 1 : 0;
            });
        }
        return counted[0];
    }

    private static String name(String persistenceId, long seqNr) {
        return persistenceId + '~' + seqNr;
    }
}
