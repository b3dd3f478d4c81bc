package io.rastro.sharding.journal;

import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.stream.javadsl.Sink;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.PositionsRecorded;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads one entity's journal in pieces of bounded size. When all entities of a dead node come back at once, only so many
 * of them read at the same time; the others wait for their turn.
 */
public final class JournalReader {

    /** Positions after which a piece ends, whatever the number of events, when nothing else is said. */
    private static final int MAX_POSITIONS = 5_000;

    private static final int READS_AT_ONCE = 64;

    private final Turns turns = new Turns(READS_AT_ONCE);
    private final ActorSystem<?> system;
    private final CurrentEventsByPersistenceIdQuery query;

    /** @param pluginId the read journal, such as {@code akka.persistence.cassandra.query} */
    public JournalReader(ActorSystem<?> system, String pluginId) {
        this.system = system;
        this.query = PersistenceQuery.get(system).getReadJournalFor(CurrentEventsByPersistenceIdQuery.class, pluginId);
    }

    /** @param event what was persisted with this sequence number */
    public record Entry(long seqNr, CourierEvent event) {}

    /**
     * The events from {@code fromSeqNr} on, in order, without a gap.
     *
     * @param maxEvents at most so many; fewer when they hold many positions; empty only at the end of the journal
     */
    public CompletionStage<List<Entry>> read(String persistenceId, long fromSeqNr, int maxEvents) {
        return read(persistenceId, fromSeqNr, maxEvents, MAX_POSITIONS);
    }

    /** @param maxPositions the event that reaches so many positions is the last one of the piece */
    public CompletionStage<List<Entry>> read(String persistenceId, long fromSeqNr, int maxEvents, int maxPositions) {
        return turns.take(() -> readNow(persistenceId, fromSeqNr, maxEvents, maxPositions));
    }

    private CompletionStage<List<Entry>> readNow(
            String persistenceId, long fromSeqNr, int maxEvents, int maxPositions) {
        return query.currentEventsByPersistenceId(persistenceId, fromSeqNr, fromSeqNr + maxEvents - 1)
                .map(JournalReader::entry)
                .statefulMap(
                        () -> new long[1],
                        (positions, entry) -> {
                            boolean over = positions[0] >= maxPositions;
                            positions[0] += size(entry);
                            return Pair.create(positions, Pair.create(over, entry));
                        },
                        positions -> Optional.empty())
                .takeWhile(overAndEntry -> !overAndEntry.first())
                .map(Pair::second)
                .runWith(Sink.seq(), system);
    }

    private static Entry entry(EventEnvelope envelope) {
        return new Entry(envelope.sequenceNr(), (CourierEvent) envelope.event());
    }

    private static int size(Entry entry) {
        return entry.event() instanceof PositionsRecorded recorded
                ? recorded.positions().size()
                : 0;
    }
}
