package io.rastro.proving.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Server;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.proving.ledger.EventRanges;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.ledger.NameSet;
import io.rastro.proving.ledger.RequestsOfEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalScanIT {

    @Test
    void ofSeveralRowsWithOneNumberTheLastByTimeIsTheEvent() throws Exception {
        DevStack stack = DevStack.shared(Server.CASSANDRA);
        EventRanges acknowledged = new EventRanges();
        try (CqlSession session = CassandraSession.open(stack.endpoints().cassandra())) {
            stored = StoredEvents.empty(session);
            for (String id : new String[] {"courier~a", "courier~b", "remembered"}) {
                UUID late = Uuids.timeBased();
                for (int seqNr = 1; seqNr <= 1_200; seqNr++) {
                    insert(id, seqNr, Uuids.timeBased(), event(2));
                }
                insert(id, 1, late, event(5));
                insert(id, 1_200, late, event(5));
                acknowledged.add(id, 1, 2);
                acknowledged.add(id, 1_200, 2);
            }

            Read journal = read(session, ledger(acknowledged, 0), ReceivedRange.ALL);

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

    private void seesAFixThatWasRecordedTwiceAndARequestInAnothersPlace(CqlSession session) throws Exception {
        PositionsRecorded first = event(3);
        PositionsRecorded again = new PositionsRecorded(
                0, 0, 0, "r1-again", List.of(first.positions().get(1)));
        insert("courier~twice", 1, Uuids.timeBased(), first);
        insert("courier~twice", 2, Uuids.timeBased(), again);
        EventRanges acknowledged = new EventRanges();
        acknowledged.add("courier~twice", 1, 3);
        acknowledged.add("courier~twice", 2, 1);
        RequestsOfEvents requests = new RequestsOfEvents();
        requests.add("courier~twice", 2, "r1-again");
        requests.add("courier~twice", 1, String.valueOf(first.idempotencyKey()));

        LedgerReader.Contents ledger = ledger(acknowledged, requests.sum());
        Read journal = read(session, ledger, ReceivedRange.ALL);
        assertThat(journal.figures().duplicates()).isEqualTo(1);
        assertThat(journal.couriers().isDisplaced()).isFalse();

        insert("courier~twice", 2, Uuids.timeBased(), event(1));
        Read displaced = read(session, ledger, ReceivedRange.ALL);
        assertThat(displaced.figures().lost() + displaced.figures().duplicates())
                .isZero();
        assertThat(displaced.couriers().isDisplaced()).isTrue();
        session.execute(
                "DELETE FROM rastro_journal.messages WHERE persistence_id = 'courier~twice' AND partition_nr = 0");
    }

    /** An audit expects what was received in its range, and every number below the highest. */
    private void seesARangeAndWhatIsMissing(CqlSession session) throws Exception {
        insert("courier~gap", 1, Uuids.timeBased(), event(3));
        insert("courier~gap", 4, Uuids.timeBased(), event(1));
        Instant received = Instant.ofEpochMilli(0);

        Read of = read(session, null, new ReceivedRange(received, received.plusMillis(1)));
        assertThat(of.gaps()).isEqualTo(2);
        assertThat(of.events().items()).isEqualTo(2 * 2 * 1_200 + 4);
        assertThat(of.figures().extra() + of.figures().lost()).isZero();

        Read after = read(session, null, new ReceivedRange(received.plusMillis(1), Instant.now()));
        assertThat(after.events().items()).isZero();
        assertThat(after.gaps()).isEqualTo(2);
    }

    /** Another process makes another node part of its times. */
    private void tellsTwoWritersFromOneWhoWritesAgain(CqlSession session) throws Exception {
        WriterFigures before =
                read(session, null, ReceivedRange.ALL).scanned().writers().figures(session, null);
        PositionsRecorded again = event(1);
        insert("courier~w", 1, "one", Uuids.timeBased(), again);
        insert("courier~w", 1, "one", Uuids.timeBased(), again);
        PositionsRecorded late = event(1);
        PositionsRecorded counts = event(1);
        insert("courier~w", 2, "one", Uuids.timeBased(), late);
        insert("courier~w", 2, "two", Uuids.timeBased(), counts);
        UUID here = Uuids.timeBased();
        UUID elsewhere = new UUID(Uuids.timeBased().getMostSignificantBits(), here.getLeastSignificantBits() ^ 4);
        PositionsRecorded zombies = event(1);
        insert("courier~w", 3, "two", here, event(1));
        insert("courier~w", 3, "three", elsewhere, zombies);
        inTable(session, "courier~w~1~0", again);
        inTable(session, "courier~w~2~0", counts);
        inTable(session, "courier~w~3~0", zombies);

        assertThat(writers(session, "courier~w,2," + counts.idempotencyKey(), before))
                .isEqualTo(new WriterFigures(2, 1, 0, 0, 1));
        ofAPixEventTheLastCountsToo(session, before);
        inTable(session, "courier~w~2~0", late);
        assertThat(writers(session, "courier~w,2," + late.idempotencyKey(), before))
                .as("the acknowledged event does not count, and the table has both")
                .isEqualTo(new WriterFigures(2, 1, 1, 1, 1));
    }

    private void ofAPixEventTheLastCountsToo(CqlSession session, WriterFigures before) throws Exception {
        PixRecorded late = pix(SomePix.paid("E1", 100));
        PixRecorded counts = pix(SomePix.paid("E2", 100));
        insert("pix~w", 1, "one", Uuids.timeBased(), late);
        insert("pix~w", 1, "two", Uuids.timeBased(), counts);
        stored.pix().insert(TracedPix.of("w", 1, counts)).toCompletableFuture().join();
        WriterFigures harmless = writers(session, "courier~none,1,r1-1", before);
        assertThat(harmless.twoWriters()).isEqualTo(3);
        assertThat(harmless.isHarmless()).isTrue();

        stored.pix()
                .insert(TracedPix.of("w", 1, pix(SomePix.received("E1", 100))))
                .toCompletableFuture()
                .join();
        assertThat(writers(session, "courier~none,1,r1-1", before).counted()).isEqualTo(1);
        session.execute("DELETE FROM rastro_journal.messages WHERE persistence_id = 'pix~w' AND partition_nr = 0");
    }

    private static PixRecorded pix(PixItem item) {
        return new PixRecorded(0, 0, 0, 0, List.of(Decided.of(item, Verdict.NEW)), List.of());
    }

    private WriterFigures writers(CqlSession session, String acknowledged, WriterFigures before) throws Exception {
        Path file = Files.writeString(dir.resolve("ledger"), "ack," + acknowledged + ",1,0,0\n");
        WriterFigures now = read(session, LedgerReader.read(file), ReceivedRange.ALL)
                .scanned()
                .writers()
                .figures(session, file);
        return new WriterFigures(
                now.twoWriters() - before.twoWriters(),
                now.twoProcesses() - before.twoProcesses(),
                now.displaced() - before.displaced(),
                now.counted() - before.counted(),
                now.writtenAgain() - before.writtenAgain());
    }

    private static void inTable(CqlSession session, String eventId, PositionsRecorded event) {
        session.execute(
                "INSERT INTO rastro.courier_positions (courier_id, day, fixed_at, event_id)"
                        + " VALUES ('w', '1970-01-01', ?, ?)",
                Instant.ofEpochMilli(event.positions().get(0).fixedAtMillis()),
                eventId);
    }

    @TempDir
    Path dir;

    private static long fix;

    private StoredEvents stored;

    private record Read(JournalScan.Journal scanned, CourierPositions couriers) {

        long gaps() {
            return scanned.gaps();
        }

        StoreFigures figures() {
            return couriers.subjects().get(0).journal();
        }

        EventRanges events() {
            return couriers.events();
        }
    }

    private static Read read(CqlSession session, LedgerReader.@Nullable Contents ledger, ReceivedRange range)
            throws IOException {
        CourierPositions couriers = new CourierPositions(ledger, range);
        return new Read(JournalScan.read(session, List.of(couriers, new PixItems(ledger, range)), range), couriers);
    }

    /** @param requests see {@link RequestsOfEvents} */
    private static LedgerReader.Contents ledger(EventRanges acknowledged, long requests) {
        return new LedgerReader.Contents(acknowledged, new NameSet(), Set.of(), requests, 0, 0, 0);
    }

    private void insert(String id, long seqNr, UUID time, JournalEvent event) {
        insert(id, seqNr, "somebody", time, event);
    }

    private void insert(String id, long seqNr, String writer, UUID time, JournalEvent event) {
        stored.journal(id, seqNr, writer, time, event);
    }

    private static PositionsRecorded event(int positions) {
        List<Position> fixes = Stream.generate(() -> Position.of(Instant.ofEpochSecond(++fix), 1, 2))
                .limit(positions)
                .toList();
        return new PositionsRecorded(0, 0, 0, "r1-" + fix, fixes);
    }
}
