package io.rastro.node.past;

import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.journal.JournalReader.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The past from the query table, and from the end of the courier's journal what the table does not have yet.
 *
 * <p>The rows of a courier become visible in the order of the journal: when a row of an event is seen, all rows of earlier
 * events are there. So the last {@value #FIRST_TAIL} events are read from the journal, and when the table has a row of the
 * first of them, nothing can be missing that is in neither. While it does not, more are read, up to {@value #LONGEST_TAIL}.
 * The table is asked last: what was found there before is there then.
 */
public final class RecordedPast implements Past {

    private static final int FIRST_TAIL = 8;
    private static final int WIDER = 8;
    private static final int LONGEST_TAIL = 4_096;

    /** The query table; see {@link io.rastro.sinks.table.PositionTable}. */
    public interface Table {

        CompletionStage<Optional<TracedPosition>> newest(String courierId, Instant at);

        /** Whether this very position has its row. */
        CompletionStage<Boolean> containsItem(TracedPosition position);
    }

    /** See {@link io.rastro.sharding.journal.JournalReader#read(String, long, long, int)}. */
    @FunctionalInterface
    public interface Journal {

        CompletionStage<List<Entry>> read(String persistenceId, long fromSeqNr, long toSeqNr, int maxEvents);
    }

    private final Table table;
    private final Journal journal;
    private final Duration timeToLive;
    private final Clock clock;

    /** @param timeToLive how long the table keeps a row; zero: for ever */
    public RecordedPast(Table table, Journal journal, Duration timeToLive, Clock clock) {
        this.table = table;
        this.journal = journal;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Optional<TracedPosition>> newest(String courierId, long lastSeqNr, Instant at) {
        return notInTheTable(courierId, lastSeqNr, at, FIRST_TAIL)
                .thenCompose(journaled ->
                        table.newest(courierId, at).thenApply(tabled -> Optional.ofNullable(later(journaled, tabled))));
    }

    private static @Nullable TracedPosition later(Optional<TracedPosition> journaled, Optional<TracedPosition> tabled) {
        if (journaled.isEmpty() || tabled.isEmpty()) {
            return journaled.or(() -> tabled).orElse(null);
        }
        return TracedPosition.BY_TIME_OF_THE_FIX.compare(journaled.get(), tabled.get()) >= 0
                ? journaled.get()
                : tabled.get();
    }

    /** The newest of those that the table may not have, and of some more. */
    private CompletionStage<Optional<TracedPosition>> notInTheTable(
            String courierId, long lastSeqNr, Instant at, int events) {
        long first = Math.max(1, lastSeqNr - events + 1);
        Tail tail = new Tail(courierId, at.toEpochMilli());
        return read(tail, first, lastSeqNr).thenCompose(read -> {
            TracedPosition proof = tail.first;
            if (first == 1) {
                return CompletableFuture.completedStage(Optional.ofNullable(tail.newest));
            }
            return (proof == null ? CompletableFuture.completedStage(false) : isInTheTable(proof))
                    .thenCompose(there -> {
                        if (there) {
                            return CompletableFuture.completedStage(Optional.ofNullable(tail.newest));
                        }
                        return events < LONGEST_TAIL
                                ? notInTheTable(courierId, lastSeqNr, at, events * WIDER)
                                : CompletableFuture.failedStage(new TableBehindException(
                                        "the table lacks more than " + LONGEST_TAIL + " events of a courier"));
                    });
        });
    }

    private CompletionStage<Boolean> isInTheTable(TracedPosition proof) {
        return table.containsItem(proof).thenApply(there -> there || hasExpired(proof));
    }

    /** It was written soon after it was received: what is not there now was. */
    private boolean hasExpired(TracedPosition proof) {
        return !timeToLive.isZero() && clock.millis() - proof.receivedAtMillis() > timeToLive.toMillis();
    }

    private CompletionStage<Void> read(Tail tail, long from, long to) {
        return journal.read(CourierId.persistenceId(tail.courierId), from, to, LONGEST_TAIL)
                .thenCompose(entries -> {
                    if (entries.isEmpty()) {
                        return CompletableFuture.failedStage(
                                new IllegalStateException("the journal ends before a courier's last event"));
                    }
                    entries.forEach(tail::add);
                    long last = entries.get(entries.size() - 1).seqNr();
                    return last < to ? read(tail, last + 1, to) : CompletableFuture.completedStage(null);
                });
    }

    /** Events, of which only what matters is kept. One thread after the other. */
    private static final class Tail {

        private final String courierId;
        private final long atMillis;
        private @Nullable TracedPosition first;
        private @Nullable TracedPosition newest;

        Tail(String courierId, long atMillis) {
            this.courierId = courierId;
            this.atMillis = atMillis;
        }

        void add(Entry entry) {
            if (entry.event() instanceof PositionsRecorded recorded) {
                List<Position> positions = recorded.positions();
                for (int i = 0; i < positions.size(); i++) {
                    add(new TracedPosition(courierId, entry.seqNr(), i, recorded.receivedAtMillis(), positions.get(i)));
                }
            }
        }

        private void add(TracedPosition position) {
            if (first == null) {
                first = position;
            }
            if (position.position().fixedAtMillis() <= atMillis
                    && (newest == null || TracedPosition.BY_TIME_OF_THE_FIX.compare(position, newest) > 0)) {
                newest = position;
            }
        }
    }
}
