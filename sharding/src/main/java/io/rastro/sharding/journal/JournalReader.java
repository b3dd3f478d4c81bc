package io.rastro.sharding.journal;

import akka.actor.typed.ActorSystem;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.stream.javadsl.Sink;
import io.rastro.protocol.JournalEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Reads one entity's journal in pieces of bounded size, as its recovery does: of several events with one number the last
 * that was written counts. Only so many read at the same time, each at most once; the others wait for their turn. What is
 * behind (an outbox after an outage, all entities of a dead node) has fewer turns than what somebody waits for, and leaves
 * the journal and those who read behind it room for what is new.
 */
public final class JournalReader {

    /** Items, such as positions, after which a piece ends, whatever the number of events, when nothing else is said. */
    private static final int MAX_ITEMS = 5_000;

    /** A reading that hangs would keep its turn for ever. */
    private static final Duration END = Duration.ofSeconds(30);

    private static final int READS_AT_ONCE = 64;
    private static final int CATCH_UPS_AT_ONCE = 12;

    private final Turns turns = new Turns(READS_AT_ONCE);
    private final Turns catchUps;
    private final ActorSystem<?> system;
    private final CurrentEventsByPersistenceIdQuery query;

    /** @param pluginId the read journal, such as {@code akka.persistence.cassandra.query} */
    public JournalReader(ActorSystem<?> system, String pluginId) {
        this(system, pluginId, new Turns(CATCH_UPS_AT_ONCE));
    }

    JournalReader(ActorSystem<?> system, String pluginId, Turns catchUps) {
        this.system = system;
        this.catchUps = catchUps;
        this.query = PersistenceQuery.get(system).getReadJournalFor(CurrentEventsByPersistenceIdQuery.class, pluginId);
    }

    /** @param event what was persisted with this sequence number */
    public record Entry(long seqNr, JournalEvent event) {}

    /**
     * The events from {@code fromSeqNr} to {@code toSeqNr}, in order, without a gap.
     *
     * @param toSeqNr at most the last event that the entity knows of. What lies beyond it may be a write that had failed
     *     and came late, whose number the entity gives to another event yet
     * @param maxEvents at most so many; fewer when they hold many items; empty only at the end of the journal
     */
    public CompletionStage<List<Entry>> read(String persistenceId, long fromSeqNr, long toSeqNr, int maxEvents) {
        return read(persistenceId, fromSeqNr, toSeqNr, maxEvents, MAX_ITEMS);
    }

    /** @param maxItems the event that reaches so many items is the last one of the piece */
    public CompletionStage<List<Entry>> read(
            String persistenceId, long fromSeqNr, long toSeqNr, int maxEvents, int maxItems) {
        return turns.take(() -> readNow(persistenceId, fromSeqNr, toSeqNr, maxEvents, maxItems));
    }

    /**
     * Like {@link #read}, for what can wait: a few at a time.
     *
     * @param toSeqNr is asked when it is its turn, on any thread
     */
    public CompletionStage<List<Entry>> catchUp(
            String persistenceId, long fromSeqNr, LongSupplier toSeqNr, int maxEvents) {
        return catchUps.take(() -> readNow(persistenceId, fromSeqNr, toSeqNr.getAsLong(), maxEvents, MAX_ITEMS));
    }

    /** Asks for one number more: at the end of its range the query would not show a second event of the last number. */
    private CompletionStage<List<Entry>> readNow(
            String persistenceId, long fromSeqNr, long toSeqNr, int maxEvents, int maxItems) {
        Piece piece = new Piece(Math.min(toSeqNr, fromSeqNr + maxEvents - 1), maxItems);
        return query.currentEventsByPersistenceId(persistenceId, fromSeqNr, piece.toSeqNr() + 1)
                .takeWhile(envelope -> piece.add(entry(envelope)))
                .completionTimeout(END)
                .runWith(Sink.fold(piece.entries(), (entries, envelope) -> entries), system);
    }

    private static Entry entry(EventEnvelope envelope) {
        return new Entry(envelope.sequenceNr(), (JournalEvent) envelope.event());
    }
}
