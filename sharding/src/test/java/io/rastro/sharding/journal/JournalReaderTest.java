package io.rastro.sharding.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.journal.JournalReader.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JournalReaderTest {

    private static ActorTestKit kit;
    private static FaultyJournal journal;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(FaultyJournal.CONFIG);
        journal = new FaultyJournal(kit.system());
    }

    @AfterAll
    static void end() {
        kit.shutdownTestKit();
    }

    @Test
    void readsAPieceFromAPlaceOn() throws Exception {
        begin("courier~a", Collections.nCopies(10, event(1)));
        assertThat(read("courier~a", 1, 4)).extracting(Entry::seqNr).containsExactly(1L, 2L, 3L, 4L);
        assertThat(read("courier~a", 8, 4)).extracting(Entry::seqNr).containsExactly(8L, 9L, 10L);
        assertThat(read("courier~a", 11, 4)).isEmpty();
        assertThat(read("courier~nobody", 1, 4)).isEmpty();
    }

    @Test
    void readsMarkersToo() throws Exception {
        begin("courier~b", List.of(event(1), new OutboxDrained(1), event(1)));
        assertThat(read("courier~b", 1, 10))
                .extracting(Entry::event)
                .containsExactly(event(1), new OutboxDrained(1), event(1));
    }

    @Test
    void endsAPieceAfterManyPositionsButNeverBeforeTheFirstEvent() throws Exception {
        begin("courier~c", List.of(event(3_000), event(3_000), event(1), event(9_000), event(1)));
        assertThat(read("courier~c", 1, 10)).extracting(Entry::seqNr).containsExactly(1L, 2L);
        assertThat(read("courier~c", 3, 10)).extracting(Entry::seqNr).containsExactly(3L, 4L);
        assertThat(read("courier~c", 4, 10)).extracting(Entry::seqNr).containsExactly(4L);
    }

    @Test
    void endsWithTheLastEventThatTheEntityKnows() throws Exception {
        begin("courier~e", Collections.nCopies(5, event(1)));
        assertThat(journal.reader()
                        .read("courier~e", 2, 3, 10)
                        .toCompletableFuture()
                        .get(3, TimeUnit.SECONDS))
                .extracting(Entry::seqNr)
                .containsExactly(2L, 3L);
    }

    @Test
    void ofSeveralEventsWithOneNumberTheLastCounts() {
        Piece piece = new Piece(3, 100);
        Entry first = new Entry(2, event(1));
        Entry second = new Entry(2, event(2));
        Entry third = new Entry(3, event(3));
        Entry fourth = new Entry(3, event(99));
        assertThat(List.of(first, second, third, fourth)).allMatch(piece::add);
        assertThat(piece.add(new Entry(4, event(1)))).isFalse();
        assertThat(piece.entries()).containsExactly(second, fourth);
    }

    @Test
    void looksForAnotherEventOfTheLastNumberWhenThereAreEnoughPositions() {
        Piece piece = new Piece(9, 10);
        assertThat(piece.add(new Entry(1, event(10)))).isTrue();
        assertThat(piece.add(new Entry(1, event(4)))).isTrue();
        assertThat(piece.add(new Entry(2, event(6)))).isTrue();
        assertThat(piece.add(new Entry(3, event(1)))).isFalse();
        assertThat(piece.entries()).extracting(Entry::seqNr).containsExactly(1L, 2L);
    }

    @Test
    void takesASmallerNumberOfPositions() throws Exception {
        begin("courier~d", List.of(event(60), event(40), event(1)));
        assertThat(journal.reader()
                        .read("courier~d", 1, 3, 10, 100)
                        .toCompletableFuture()
                        .get(3, TimeUnit.SECONDS))
                .extracting(Entry::seqNr)
                .containsExactly(1L, 2L);
    }

    @Test
    void whatCatchesUpIsReadAsFarAsTheEntityIsWhenItsTurnComes() throws Exception {
        begin("courier~f", Collections.nCopies(5, event(1)));
        AtomicLong last = new AtomicLong(2);
        Turns busy = new Turns(1);
        CompletableFuture<Void> other = new CompletableFuture<>();
        busy.take(() -> other);
        JournalReader reader = new JournalReader(kit.system(), PersistenceTestKitReadJournal.Identifier(), busy);
        CompletionStage<List<Entry>> read = reader.catchUp("courier~f", 1, last::get, 10);
        last.set(4);
        other.complete(null);
        assertThat(read.toCompletableFuture().get(3, TimeUnit.SECONDS))
                .extracting(Entry::seqNr)
                .containsExactly(1L, 2L, 3L, 4L);
    }

    private static void begin(String persistenceId, List<? extends CourierEvent> events) {
        journal.begin(persistenceId, new ArrayList<>(events));
    }

    private static List<Entry> read(String persistenceId, long from, int maxEvents) throws Exception {
        return journal.reader()
                .read(persistenceId, from, 1_000, maxEvents)
                .toCompletableFuture()
                .get(3, TimeUnit.SECONDS);
    }

    private static PositionsRecorded event(int positions) {
        return new PositionsRecorded(0, 0, 0, null, Collections.nCopies(positions, Position.of(Instant.EPOCH, 1, 2)));
    }
}
