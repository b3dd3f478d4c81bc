package io.rastro.sharding.courier;

import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierSnapshot.RecordedRequest;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.Whereabouts;
import io.rastro.sharding.courier.Courier.ArchiveAnswered;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.ProofAnswered;
import io.rastro.sharding.courier.Courier.Record;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.entity.EntityGate;
import io.rastro.sharding.geofence.Crossings;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.journal.JournalWatch;
import io.rastro.sharding.live.Watchers;
import io.rastro.sharding.outbox.Publisher;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one courier's POSTs: a replay is answered as the first time, a {@link Plan} tells new positions from
 * duplicates, the table is asked for those it is unsure of, and what is new is persisted before the answer.
 *
 * <p>One look-up at a time; POSTs that come meanwhile are stashed, so that the order stays. Lives inside the courier's
 * actor; not thread-safe.
 */
final class Recorder {

    private final ActorContext<Command> context;
    private final EffectFactories<CourierEvent, CourierState> effects;
    private final EntityGate<Command> gate;
    private final TableQuestions table;
    private final Publisher<Command> publisher;
    private final Watchers watchers;
    private final Whereabouts whereabouts;
    private final Supplier<GeofenceIndex> geofences;
    private final JournalWatch journalWatch;
    private @Nullable Record lookedUpFor;

    /**
     * @param publisher is told each event that was persisted
     * @param watchers likewise
     * @param whereabouts is told each new live position
     * @param geofences of which it is journaled what the positions cross
     */
    Recorder(
            ActorContext<Command> context,
            EffectFactories<CourierEvent, CourierState> effects,
            EntityGate<Command> gate,
            TableQuestions table,
            Publisher<Command> publisher,
            Watchers watchers,
            Whereabouts whereabouts,
            Supplier<GeofenceIndex> geofences,
            JournalWatch journalWatch) {
        this.context = context;
        this.effects = effects;
        this.gate = gate;
        this.table = table;
        this.publisher = publisher;
        this.watchers = watchers;
        this.whereabouts = whereabouts;
        this.geofences = geofences;
        this.journalWatch = journalWatch;
    }

    /** At the start, and again after the journal failed. */
    void recovered(CourierState state) {
        lookedUpFor = null;
        table.recovered(state);
    }

    /** No POST waits for the table. */
    boolean isIdle() {
        return lookedUpFor == null;
    }

    ReplyEffect<CourierEvent, CourierState> onRecord(CourierState state, Record post) {
        if (!gate.isOpen(post)) {
            return effects.noReply();
        }
        if (lookedUpFor != null) {
            return effects.stash();
        }
        RecordedRequest earlier = state.request(post.idempotencyKey()).orElse(null);
        if (earlier != null) {
            return answer(post, replayOf(earlier, post));
        }
        if (table.isWindowFull(state)) {
            askForProof(state);
            return answer(post, new Reply.Busy("the query table lags too far behind"));
        }
        Plan plan = Plan.of(state, post.positions());
        return plan.unsure().isEmpty() ? persist(state, post, plan) : lookUp(post, plan.unsure());
    }

    private static Reply replayOf(RecordedRequest earlier, Record post) {
        return new Reply.Recorded(0, post.positions().size(), earlier.seqNr(), true, earlier.recorded());
    }

    private ReplyEffect<CourierEvent, CourierState> answer(Record post, Reply reply) {
        gate.answer(post, post.replyTo(), reply);
        return effects.noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> persist(CourierState state, Record post, Plan plan) {
        if (plan.fresh().isEmpty()) {
            return answer(post, new Reply.Recorded(0, plan.duplicates(), state.seqNr(), false, 0));
        }
        List<Position> positions = Serving.serving(state.order(), plan.fresh());
        PositionsRecorded event = new PositionsRecorded(
                post.receivedAtMillis(),
                publisher.publishedUpTo(),
                table.tabledUpTo(),
                post.idempotencyKey(),
                positions,
                state.isAfterMarker(),
                Crossings.of(geofences.get(), state.courierId(), state.inside(), positions, post.receivedAtMillis()),
                state.positionsUpTo(),
                Serving.pickups(state.order(), plan.fresh(), positions));
        return effects.persist(event)
                .thenRun(next -> onPersisted(next, event))
                .thenRun(next -> gate.answer(
                        post,
                        post.replyTo(),
                        new Reply.Recorded(plan.fresh().size(), plan.duplicates(), next.seqNr(), false, 0)))
                .thenNoReply();
    }

    private void onPersisted(CourierState state, PositionsRecorded event) {
        journalWatch.written();
        publisher.persisted(state.seqNr(), event);
        watchers.persisted(state.seqNr(), event);
        TracedPosition latest = state.latest();
        if (latest != null && latest.seqNr() == state.seqNr()) {
            whereabouts.at(latest);
        }
        askForProof(state);
    }

    // Old fixes

    private ReplyEffect<CourierEvent, CourierState> lookUp(Record post, List<Position> unsure) {
        if (table.isAway()) {
            return answer(post, new Reply.Busy("the query table does not answer"));
        }
        lookedUpFor = post;
        context.pipeToSelf(
                table.contained(unsure),
                (inTable, failure) -> new ArchiveAnswered(post, unsure, failure == null ? inTable : null));
        return effects.noReply();
    }

    ReplyEffect<CourierEvent, CourierState> onArchiveAnswered(CourierState state, ArchiveAnswered answer) {
        Record post = answer.post();
        if (lookedUpFor != post) {
            return effects.noReply(); // refused meanwhile
        }
        lookedUpFor = null;
        BitSet inTable = answer.inTable();
        table.lookedUp(inTable != null);
        if (inTable == null) {
            return answer(post, new Reply.Busy("the query table does not answer"))
                    .thenUnstashAll();
        }
        return persist(state, post, Plan.of(state, post.positions(), answer.lookedUp(), inTable))
                .thenUnstashAll();
    }

    // How far the table has come

    /** Asks the table, now and then, whether the surplus of the window may leave with the next event. */
    private void askForProof(CourierState state) {
        TableQuestions.Proof proof = table.due(state);
        if (proof != null) {
            context.pipeToSelf(
                    table.ask(proof), (inTable, failure) -> new ProofAnswered(proof, failure == null && inTable));
        }
    }

    ReplyEffect<CourierEvent, CourierState> onProofAnswered(CourierState state, ProofAnswered answer) {
        table.answered(answer.proof(), answer.inTable());
        return effects.noReply();
    }
}
