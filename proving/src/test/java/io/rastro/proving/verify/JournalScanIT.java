package io.rastro.proving.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Server;
import io.rastro.protocol.JournalSerializer;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.proving.ledger.EventRanges;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.ledger.RequestsOfEvents;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalScanIT {

    private static final JournalSerializer SERIALIZER = new JournalSerializer();

    @Test
    void ofSeveralRowsWithOneNumberTheLastByTimeIsTheEvent() throws Exception {
        DevStack stack = DevStack.shared(Server.CASSANDRA);
        EventRanges acknowledged = new EventRanges();
        try (CqlSession session = CassandraSession.open(stack.endpoints().cassandra())) {
            createTable(session);
            for (String id : new String[] {"courier~a", "courier~b", "remembered"}) {
                UUID late = Uuids.timeBased();
                for (int seqNr = 1; seqNr <= 1_200; seqNr++) {
                    insert(session, id, seqNr, Uuids.timeBased(), event(2));
                }
                insert(session, id, 1, late, event(5));
                insert(session, id, 1_200, late, event(5));
                acknowledged.add(id, 1, 2);
                acknowledged.add(id, 1_200, 2);
            }

            JournalScan.Journal journal = JournalScan.read(session, ledger(acknowledged));

            assertThat(journal.gaps()).isZero();
            for (String id : new String[] {"courier~a", "courier~b"}) {
                assertThat(journal.events().itemCount(id, 1)).isEqualTo(2);
                assertThat(journal.events().itemCount(id, 2)).isEqualTo(2);
                assertThat(journal.events().itemCount(id, 1_200)).isEqualTo(2);
            }
            assertThat(journal.events().itemCount("remembered", 1)).isNegative();
            assertThat(journal.figures().duplicates()).isZero();
            seesAFixThatWasRecordedTwiceAndARequestInAnothersPlace(session);
            seesARangeAndWhatIsMissing(session);
            tellsTwoWritersFromOneWhoWritesAgain(session);
        }
    }

    private static void seesAFixThatWasRecordedTwiceAndARequestInAnothersPlace(CqlSession session) throws Exception {
        PositionsRecorded first = event(3);
        PositionsRecorded again = new PositionsRecorded(
                0, 0, 0, "r1-again", List.of(first.positions().get(1)));
        insert(session, "courier~twice", 1, Uuids.timeBased(), first);
        insert(session, "courier~twice", 2, Uuids.timeBased(), again);
        EventRanges acknowledged = new EventRanges();
        acknowledged.add("courier~twice", 1, 3);
        acknowledged.add("courier~twice", 2, 1);
        RequestsOfEvents requests = new RequestsOfEvents();
        requests.add("courier~twice", 2, "r1-again");
        requests.add("courier~twice", 1, String.valueOf(first.idempotencyKey()));

        JournalScan.Journal journal = JournalScan.read(session, ledger(acknowledged));
        assertThat(journal.figures().duplicates()).isEqualTo(1);
        assertThat(journal.requests()).isEqualTo(requests.sum());

        insert(session, "courier~twice", 2, Uuids.timeBased(), event(1));
        JournalScan.Journal displaced = JournalScan.read(session, ledger(acknowledged));
        assertThat(displaced.figures().lost() + displaced.figures().duplicates())
                .isZero();
        assertThat(displaced.requests()).isNotEqualTo(requests.sum());
        session.execute(
                "DELETE FROM rastro_journal.messages WHERE persistence_id = 'courier~twice' AND partition_nr = 0");
    }

    /** An audit expects what was received in its range, and every number below the highest. */
    private static void seesARangeAndWhatIsMissing(CqlSession session) throws Exception {
        insert(session, "courier~gap", 1, Uuids.timeBased(), event(3));
        insert(session, "courier~gap", 4, Uuids.timeBased(), event(1));
        Instant received = Instant.ofEpochMilli(0);

        JournalScan.Journal of = JournalScan.read(session, new ReceivedRange(received, received.plusMillis(1)));
        assertThat(of.gaps()).isEqualTo(2);
        assertThat(of.events().items()).isEqualTo(2 * 2 * 1_200 + 4);
        assertThat(of.figures().extra() + of.figures().lost()).isZero();

        JournalScan.Journal after = JournalScan.read(session, new ReceivedRange(received.plusMillis(1), Instant.now()));
        assertThat(after.events().items()).isZero();
        assertThat(after.gaps()).isEqualTo(2);
    }

    /** Another process makes another node part of its times. */
    private void tellsTwoWritersFromOneWhoWritesAgain(CqlSession session) throws Exception {
        session.execute(
                "CREATE KEYSPACE rastro WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("CREATE TABLE rastro.courier_positions (courier_id text, fixed_at timestamp, event_id text,"
                + " PRIMARY KEY (courier_id, fixed_at, event_id))");
        WriterFigures before =
                JournalScan.read(session, ledger(new EventRanges())).writers().figures(session, null);
        PositionsRecorded again = event(1);
        insert(session, "courier~w", 1, "one", Uuids.timeBased(), again);
        insert(session, "courier~w", 1, "one", Uuids.timeBased(), again);
        PositionsRecorded late = event(1);
        PositionsRecorded counts = event(1);
        insert(session, "courier~w", 2, "one", Uuids.timeBased(), late);
        insert(session, "courier~w", 2, "two", Uuids.timeBased(), counts);
        UUID here = Uuids.timeBased();
        UUID elsewhere = new UUID(Uuids.timeBased().getMostSignificantBits(), here.getLeastSignificantBits() ^ 4);
        PositionsRecorded zombies = event(1);
        insert(session, "courier~w", 3, "two", here, event(1));
        insert(session, "courier~w", 3, "three", elsewhere, zombies);
        inTable(session, "courier~w~1~0", again);
        inTable(session, "courier~w~2~0", counts);
        inTable(session, "courier~w~3~0", zombies);

        assertThat(writers(session, "courier~w,2," + counts.idempotencyKey(), before))
                .isEqualTo(new WriterFigures(2, 1, 0, 0, 1));
        inTable(session, "courier~w~2~0", late);
        assertThat(writers(session, "courier~w,2," + late.idempotencyKey(), before))
                .as("the acknowledged event does not count, and the table has both")
                .isEqualTo(new WriterFigures(2, 1, 1, 1, 1));
    }

    private WriterFigures writers(CqlSession session, String acknowledged, WriterFigures before) throws Exception {
        Path file = Files.writeString(dir.resolve("ledger"), "ack," + acknowledged + ",1,0,0\n");
        WriterFigures now =
                JournalScan.read(session, LedgerReader.read(file)).writers().figures(session, file);
        return new WriterFigures(
                now.twoWriters() - before.twoWriters(),
                now.twoProcesses() - before.twoProcesses(),
                now.displaced() - before.displaced(),
                now.counted() - before.counted(),
                now.writtenAgain() - before.writtenAgain());
    }

    private static void inTable(CqlSession session, String eventId, PositionsRecorded event) {
        session.execute(
                "INSERT INTO rastro.courier_positions (courier_id, fixed_at, event_id) VALUES ('w', ?, ?)",
                Instant.ofEpochMilli(event.positions().get(0).fixedAtMillis()),
                eventId);
    }

    @TempDir
    Path dir;

    private static long fix;

    private static LedgerReader.Contents ledger(EventRanges acknowledged) {
        return new LedgerReader.Contents(acknowledged, Set.of(), 0, 0, 0, 0);
    }

    private static void createTable(CqlSession session) {
        session.execute("CREATE KEYSPACE rastro_journal WITH replication = {'class': 'SimpleStrategy',"
                + " 'replication_factor': 1}");
        session.execute("CREATE TABLE rastro_journal.messages (persistence_id text, partition_nr bigint,"
                + " sequence_nr bigint, timestamp timeuuid, writer_uuid text, ser_manifest text, event blob,"
                + " PRIMARY KEY ((persistence_id, partition_nr), sequence_nr, timestamp))");
    }

    private static void insert(CqlSession session, String id, long seqNr, UUID time, CourierEvent event) {
        insert(session, id, seqNr, "somebody", time, event);
    }

    private static void insert(
            CqlSession session, String id, long seqNr, String writer, UUID time, CourierEvent event) {
        session.execute(
                "INSERT INTO rastro_journal.messages (persistence_id, partition_nr, sequence_nr, timestamp, writer_uuid,"
                        + " ser_manifest, event) VALUES (?, 0, ?, ?, ?, ?, ?)",
                id,
                seqNr,
                time,
                writer,
                SERIALIZER.manifest(event),
                ByteBuffer.wrap(SERIALIZER.toBinary(event)));
    }

    private static PositionsRecorded event(int positions) {
        List<Position> fixes = Stream.generate(() -> Position.of(Instant.ofEpochSecond(++fix), 1, 2))
                .limit(positions)
                .toList();
        return new PositionsRecorded(0, 0, 0, "r1-" + fix, fixes);
    }
}
