package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.rastro.protocol.JournalSerializer;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.proving.ledger.EventRanges;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.ledger.RequestsOfEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole journal of the couriers. Of several rows with one sequence number the last by time is the event; those
 * before it are writes that had failed and came late, which no reader counts.
 */
final class JournalScan {

    private static final String ENTITIES = CourierId.ENTITY_TYPE + '~';
    private static final int PAGE_SIZE = 500;

    private final JournalSerializer serializer = new JournalSerializer();
    private final LedgerReader.@Nullable Contents ledger;
    private final ReceivedRange range;
    private final Census census = new Census((persistenceId, seqNr) -> -1);
    private final EventRanges all = new EventRanges();
    private final EventRanges unanswered = new EventRanges();
    private final Writers writers = new Writers();
    private final RequestsOfEvents requests = new RequestsOfEvents();
    private final Set<Long> fixes = new HashSet<>();
    private String fixesOf = "";

    private JournalScan(LedgerReader.@Nullable Contents ledger, ReceivedRange range) {
        this.ledger = ledger;
        this.range = range;
    }

    /**
     * @param events those of the range
     * @param gaps sequence numbers that are missing below an entity's highest
     * @param unanswered events that a load of the ledger has recorded without getting to know it
     * @param requests the {@linkplain RequestsOfEvents sum} over the events that the ledger names
     * @param writers of all entities, and whatever the range
     */
    record Journal(
            StoreFigures figures,
            EventRanges events,
            EventRanges unanswered,
            long gaps,
            long requests,
            Writers writers) {}

    static Journal read(CqlSession session, LedgerReader.Contents ledger) throws IOException {
        return read(session, new JournalScan(ledger, ReceivedRange.ALL));
    }

    /** Without a ledger: what the journal has is what is expected. */
    static Journal read(CqlSession session, ReceivedRange range) throws IOException {
        return read(session, new JournalScan(null, range));
    }

    private static Journal read(CqlSession session, JournalScan scan) throws IOException {
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
        PositionsRecorded recorded = last.persistenceId().startsWith(ENTITIES) ? event(last) : null;
        if (rows.size() > 1) {
            writers.severalRows(rows, recorded);
        }
    }

    /** Null when it is another event of the courier, or cannot be read. */
    private @Nullable PositionsRecorded event(JournalRow row) throws IOException {
        String manifest = row.manifest();
        ByteBuffer stored = row.event();
        if (manifest == null || stored == null) {
            return null;
        }
        byte[] bytes = new byte[stored.remaining()];
        stored.duplicate().get(bytes);
        PositionsRecorded recorded =
                serializer.fromBinary(bytes, manifest) instanceof PositionsRecorded positions ? positions : null;
        if (recorded != null && range.contains(recorded.receivedAtMillis())) {
            count(row.persistenceId(), row.seqNr(), recorded);
        }
        all.add(row.persistenceId(), row.seqNr(), 0);
        return recorded;
    }

    private void count(String persistenceId, long seqNr, PositionsRecorded recorded) {
        int items = recorded.positions().size();
        if (isUnanswered(persistenceId, seqNr, recorded.idempotencyKey())) {
            unanswered.add(persistenceId, seqNr, items);
        }
        census.seenWhole(persistenceId, seqNr, items);
        if (ledger != null && ledger.recorded().itemCount(persistenceId, seqNr) >= 0) {
            requests.add(persistenceId, seqNr, String.valueOf(recorded.idempotencyKey()));
        }
        census.twice(recordedBefore(persistenceId, recorded.positions()));
    }

    /**
     * Positions that the courier has recorded before: the same instant and place, under whatever number and key. By a
     * hash of 64 bits, and within a partition of the journal, whose rows follow each other.
     */
    private int recordedBefore(String persistenceId, List<Position> positions) {
        if (!fixesOf.equals(persistenceId)) {
            fixesOf = persistenceId;
            fixes.clear();
        }
        int before = 0;
        for (Position position : positions) {
            before += fixes.add(hash(position)) ? 0 : 1;
        }
        return before;
    }

    private static long hash(Position position) {
        long hash = position.fixedAtMillis() * 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 32 ^ Double.doubleToLongBits(position.lat())) * 0xbf58476d1ce4e5b9L;
        return (hash ^ hash >>> 29 ^ Double.doubleToLongBits(position.lon())) * 0x94d049bb133111ebL;
    }

    private boolean isUnanswered(String persistenceId, long seqNr, @Nullable String idempotencyKey) {
        if (ledger == null || idempotencyKey == null || ledger.recorded().itemCount(persistenceId, seqNr) >= 0) {
            return false;
        }
        int dash = idempotencyKey.indexOf('-');
        return dash > 0 && ledger.runIds().contains(idempotencyKey.substring(0, dash));
    }

    private Journal result() {
        long gaps = all.entities().stream().mapToLong(id -> all.of(id).gaps()).sum();
        EventRanges expected = ledger == null ? census.whole() : ledger.recorded();
        return new Journal(
                census.compare("journal", expected, unanswered),
                census.whole(),
                unanswered,
                gaps,
                requests.sum(),
                writers);
    }
}
