package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.rastro.protocol.JournalSerializer;
import io.rastro.protocol.PublishedEvent;
import io.rastro.proving.ledger.EventRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole journal. Of several rows with one sequence number the last by time is the event; those before it are writes
 * that had failed and came late, which no reader counts.
 */
final class JournalScan {

    private static final int PAGE_SIZE = 500;

    private final JournalSerializer serializer = new JournalSerializer();
    private final Map<String, Kind<?>> kinds;
    private final ReceivedRange range;
    private final EventRanges all = new EventRanges();
    private final Writers writers = new Writers();

    private JournalScan(List<Kind<?>> kinds, ReceivedRange range) {
        this.kinds = kinds.stream().collect(Collectors.toMap(Kind::entityType, Function.identity()));
        this.range = range;
    }

    /**
     * @param gaps sequence numbers that are missing below an entity's highest, of the kinds
     * @param writers of all entities, and whatever the range
     */
    record Journal(long gaps, Writers writers) {}

    /** Tells each kind its events of the range. */
    static Journal read(CqlSession session, List<Kind<?>> kinds, ReceivedRange range) throws IOException {
        JournalScan scan = new JournalScan(kinds, range);
        SimpleStatement all = SimpleStatement.newInstance(
                        "SELECT " + JournalRow.COLUMNS + " FROM rastro_journal.messages")
                .setPageSize(PAGE_SIZE);
        List<JournalRow> rows = new ArrayList<>();
        for (Row read : session.execute(all)) {
            JournalRow row = JournalRow.of(read);
            // The rows of one partition come by sequence number, and those of one number by time.
            if (!rows.isEmpty() && !rows.get(0).isOfSameNumber(row)) {
                scan.number(rows);
                rows.clear();
            }
            rows.add(row);
        }
        if (!rows.isEmpty()) {
            scan.number(rows);
        }
        return scan.result();
    }

    /** @param rows of one sequence number, by time */
    private void number(List<JournalRow> rows) throws IOException {
        JournalRow last = rows.get(rows.size() - 1);
        Kind<?> kind = kinds.get(last.entityType());
        Writers.Contest<?> event = kind == null ? null : event(kind, last);
        if (rows.size() > 1) {
            writers.severalRows(rows, event);
        }
    }

    /** Null when it is another event of the entity, or cannot be read. */
    private <E extends PublishedEvent> Writers.@Nullable Contest<E> event(Kind<E> kind, JournalRow row)
            throws IOException {
        String manifest = row.manifest();
        ByteBuffer stored = row.event();
        if (manifest == null || stored == null) {
            return null;
        }
        byte[] bytes = new byte[stored.remaining()];
        stored.duplicate().get(bytes);
        Object event = serializer.fromBinary(bytes, manifest);
        all.add(row.persistenceId(), row.seqNr(), 0);
        if (!kind.type().isInstance(event)) {
            return null;
        }
        E recorded = kind.type().cast(event);
        if (range.contains(recorded.receivedAtMillis())) {
            kind.count(row.persistenceId(), row.seqNr(), recorded);
        }
        return new Writers.Contest<>(kind, row.persistenceId(), row.seqNr(), recorded);
    }

    private Journal result() {
        long gaps = all.entities().stream().mapToLong(id -> all.of(id).gaps()).sum();
        return new Journal(gaps, writers);
    }
}
