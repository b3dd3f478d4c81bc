package io.rastro.node.journal;

import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.Futures;
import akka.japi.Util;
import akka.japi.pf.ReceiveBuilder;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.cassandra.journal.CassandraJournal;
import com.typesafe.config.Config;
import io.rastro.node.journal.DoubtfulTails.Tail;
import io.rastro.node.membership.Fence;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.PartialFunction;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Try;

/**
 * The Cassandra journal, in whose replay the last of several events with one sequence number counts.
 *
 * <p>A write that failed may come late, after the entity recovered without it and gave its number to another event, which
 * was acknowledged. Rows of one number come by the time at which they were sent, so the last one is that event: see ADR 8.
 * The plugin would replay both, and of the last number only the first: it ends there. Asked for one number more it goes on
 * to the end of the partition.
 *
 * <p>Several writes of one number may have failed. What a recovery finds of them it {@linkplain DoubtfulTails writes
 * again} before it is complete, as the last by time, so that none that comes later takes its place. If that fails, so does
 * the recovery, and the next one does it. Tags would not be written again: no event here has any. Recoveries here have no
 * bounds ({@code akka.persistence.Recovery}); one that ends before the last number would leave what is beyond it in doubt.
 *
 * <p>Nothing is written while the {@link Fence} is closed. {@link RecoveryReads} asks fewer questions than the plugin.
 *
 * <p>Named in {@code akka.persistence.cassandra.journal.class}.
 */
public final class LateWritesJournal extends CassandraJournal {

    private static final ExecutionContext AT_ONCE = ExecutionContext.parasitic$.MODULE$;

    private final DoubtfulTails doubtful = new DoubtfulTails();
    private final Fence fence = Fence.of(Adapter.toTyped(context().system()));
    private final RecoveryReads reads = new RecoveryReads(context().system());
    private final ConcurrentMap<String, Future<?>> writing = new ConcurrentHashMap<>();

    /**
     * A message to this actor itself: on other threads it may not write.
     *
     * @param events what is still to be written
     */
    private record WriteAgain(String persistenceId, Tail tail, Queue<PersistentRepr> events, Promise<BoxedUnit> done)
            implements NoSerializationVerificationNeeded {}

    public LateWritesJournal(Config config, String configPath) {
        super(config, configPath);
    }

    /** The outcome is noted before the entity learns of it, and recovers. The plugin rejects nothing: it fails. */
    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
        String fenced = fence.why();
        if (fenced != null) {
            return Futures.failed(new IllegalStateException(fenced)); // nothing was sent, nothing is in doubt
        }
        Future<Seq<Try<BoxedUnit>>> written = super.asyncWriteMessages(messages)
                .transform(
                        outcome -> {
                            Try<Seq<Try<BoxedUnit>>> known = stillOurs(outcome);
                            note(messages, known.isSuccess());
                            return known;
                        },
                        AT_ONCE);
        String persistenceId = messages.head().persistenceId();
        if (!written.isCompleted()) {
            writing.put(persistenceId, written);
            written.onComplete(outcome -> writing.remove(persistenceId, written), AT_ONCE);
        }
        return written;
    }

    /** Not before what the entity's last incarnation wrote has failed or not: it would be found by this one or the next. */
    @Override
    public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        if (!reads.reads(persistenceId)) {
            return super.asyncReadHighestSequenceNr(persistenceId, fromSequenceNr);
        }
        Future<?> under = writing.get(persistenceId);
        return under == null
                ? highest(persistenceId, fromSequenceNr)
                : under.transformWith(outcome -> highest(persistenceId, fromSequenceNr), AT_ONCE);
    }

    private Future<Object> highest(String persistenceId, long known) {
        return FutureConverters.asScala(reads.highest(persistenceId, known).thenApply(Object.class::cast));
    }

    /** What was written before a standstill and is acknowledged after it may not count: another node may have gone on. */
    private <T> Try<T> stillOurs(Try<T> outcome) {
        String fenced = fence.why();
        return fenced == null ? outcome : new Failure<>(new IllegalStateException(fenced));
    }

    private void note(Seq<AtomicWrite> messages, boolean succeeded) {
        AtomicWrite first = messages.head();
        if (succeeded) {
            doubtful.writeSucceeded(first.persistenceId());
        } else {
            boolean several = messages.size() > 1 || first.size() > 1;
            doubtful.writeFailed(first.persistenceId(), first.lowestSequenceNr(), several);
        }
    }

    @Override
    public Future<BoxedUnit> asyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Function1<PersistentRepr, BoxedUnit> replay) {
        Tail tail = doubtful.recovers(persistenceId);
        LastOfEach events = new LastOfEach(toSequenceNr, tail, replay);
        if (reads.reads(persistenceId) && max == Long.MAX_VALUE) {
            return FutureConverters.asScala(reads.replay(persistenceId, fromSequenceNr, toSequenceNr, events::next))
                    .flatMap(done -> writeAgain(persistenceId, tail, events.end()), AT_ONCE);
        }
        long oneMore = Math.max(toSequenceNr, toSequenceNr + 1); // Long.MAX_VALUE stays
        return super.asyncReplayMessages(persistenceId, fromSequenceNr, oneMore, max, events::next)
                .flatMap(done -> writeAgain(persistenceId, tail, events.end()), AT_ONCE);
    }

    private Future<BoxedUnit> writeAgain(String persistenceId, @Nullable Tail tail, Queue<PersistentRepr> events) {
        if (tail == null || events.isEmpty()) {
            return Futures.successful(BoxedUnit.UNIT);
        }
        Promise<BoxedUnit> done = Futures.promise();
        self().tell(new WriteAgain(persistenceId, tail, events, done), self());
        return done.future();
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receivePluginInternal() {
        return super.receivePluginInternal()
                .orElse(ReceiveBuilder.create()
                        .match(WriteAgain.class, this::onWriteAgain)
                        .build()
                        .onMessage());
    }

    private void onWriteAgain(WriteAgain again) {
        Tail now = doubtful.of(again.persistenceId());
        if (now == null || again.events().isEmpty()) {
            doubtful.madeCertain(again.persistenceId(), again.tail());
            again.done().success(BoxedUnit.UNIT);
        } else if (now != again.tail()) {
            again.done().failure(new IllegalStateException("The entity began another recovery or write meanwhile."));
        } else {
            writeNext(again);
        }
    }

    /** One by one: together they may be larger than what Cassandra takes at once. */
    private void writeNext(WriteAgain again) {
        String fenced = fence.why();
        if (fenced != null) {
            again.done().failure(new IllegalStateException(fenced));
            return;
        }
        AtomicWrite next = AtomicWrite.apply(again.events().remove());
        super.asyncWriteMessages(Util.immutableSeq(List.of(next)))
                .onComplete(
                        outcome -> {
                            if (outcome.isSuccess()) {
                                self().tell(again, self());
                            } else {
                                again.done().failure(outcome.failed().get());
                            }
                            return BoxedUnit.UNIT;
                        },
                        AT_ONCE);
    }
}
