package io.rastro.sharding.courier;

import akka.actor.typed.ActorRef;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.Whereabouts;
import io.rastro.sharding.entity.EntityGate;
import io.rastro.sharding.entity.EntityKind;
import io.rastro.sharding.entity.EntityStart;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.journal.JournalWatch;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.Watchers;
import io.rastro.sharding.outbox.Outbox;
import io.rastro.sharding.outbox.Publisher;
import io.rastro.sharding.remote.RemoteMessage;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One courier: the only place where its positions are decided upon.
 *
 * <p>{@link Record} recognises duplicates, persists the new positions as one {@link PositionsRecorded} and only then
 * replies {@link Reply.Recorded}: see {@link Recorder}. {@link GetLatest} is answered from the state; {@link Watch}
 * subscribes to what comes. After the persist the event goes to the outbox and to the watchers.
 *
 * <p>While a POST waits for the table those that come after it wait in line (bounded), everything else is answered at
 * once. What the courier cannot answer itself its {@link EntityGate} does.
 *
 * <p>A courier leaves memory when it was idle for a while, nobody watches and everything is published; the marker
 * {@link OutboxDrained} keeps its recovery from publishing again.
 */
public final class Courier
        extends EventSourcedBehaviorWithEnforcedReplies<Courier.Command, CourierEvent, CourierState> {

    public static final EntityTypeKey<Command> ENTITY_KEY = EntityTypeKey.create(Command.class, CourierId.ENTITY_TYPE);

    public sealed interface Command
            permits Question, Watch, Stop, Published, ArchiveAnswered, ProofAnswered, JournalRead, WatcherGone, Timer {}

    /** What is answered, if only with {@link Reply.Busy} or {@link Reply.Moving}. */
    sealed interface Question extends Command, io.rastro.sharding.entity.Question, RemoteMessage
            permits Record, GetLatest, GetInside, CourierOrders.ChangeOrder, CourierOrders.GetOrder {

        ActorRef<? super Refusal> replyTo();

        @Override
        default void refuse(String reason) {
            replyTo().tell(new Reply.Busy(reason));
        }

        @Override
        default void moving() {
            replyTo().tell(Reply.Moving.INSTANCE);
        }
    }

    /**
     * Positions of one POST, valid by themselves, in the order in which they were sent.
     *
     * @param receivedAtMillis when the node received them
     */
    public record Record(
            List<Position> positions, @Nullable String idempotencyKey, long receivedAtMillis, ActorRef<Reply> replyTo)
            implements Question {}

    /** Answered with {@link Latest}. */
    public record GetLatest(ActorRef<LatestReply> replyTo) implements Question {}

    /** Answered with {@link Inside}. */
    public record GetInside(ActorRef<InsideReply> replyTo) implements Question {}

    /**
     * Subscribes, or says again that one is subscribed.
     *
     * @param cursor what the watcher has seen; null to be told the live position and what comes
     */
    public record Watch(@Nullable Cursor cursor, ActorRef<Feed> watcher) implements Command, RemoteMessage {}

    /** Leave memory; what is not published is published by the next incarnation. */
    public enum Stop implements Command {
        INSTANCE
    }

    public sealed interface Reply extends RemoteMessage permits Reply.Recorded, Refusal {

        /**
         * @param accepted positions that were new and are journaled
         * @param duplicates positions that were recorded before
         * @param seqNr the event that recorded them; the courier's last event when all were duplicates
         * @param replayed whether this request was recorded before, by its {@code Idempotency-Key}
         * @param recorded how many positions the event of that earlier request holds, when {@code replayed}
         */
        record Recorded(int accepted, int duplicates, long seqNr, boolean replayed, int recorded) implements Reply {}

        /** Not known to be stored, or not known at all; to be sent again later. */
        record Busy(String reason) implements Refusal {}

        /** Nothing was done: the courier leaves this node. To be asked again at once; the shard keeps it until it is back. */
        enum Moving implements Refusal {
            INSTANCE
        }
    }

    /** To any question. */
    public sealed interface Refusal extends Reply, LatestReply, InsideReply, CourierOrders.OrderReply
            permits Reply.Busy, Reply.Moving {}

    public sealed interface LatestReply extends RemoteMessage permits Latest, Refusal {}

    /** @param latest null when the courier was never seen */
    public record Latest(@Nullable TracedPosition latest, long positionCount, long seqNr) implements LatestReply {}

    public sealed interface InsideReply extends RemoteMessage permits Inside, Refusal {}

    /** @param inside the geofences that the courier is in, see {@link io.rastro.sharding.geofence.Crossings} */
    public record Inside(List<InsideGeofence> inside) implements InsideReply {}

    private record Published(long seqNr) implements Command {}

    record ArchiveAnswered(
            Record post, List<Position> lookedUp, @Nullable BitSet inTable) implements Command {}

    record ProofAnswered(TableQuestions.Proof proof, boolean inTable) implements Command {}

    private record JournalRead(@Nullable List<JournalReader.Entry> entries) implements Command {}

    record WatcherGone(ActorRef<Feed> watcher) implements Command {}

    enum Timer implements Command {
        IDLE,
        CHECK_OUTBOX,
        RETRY_OUTBOX,
        RECOVERY_TURN
    }

    static final EntityKind<Command> KIND = new EntityKind<>(
            ENTITY_KEY,
            Command.class,
            Stop.INSTANCE,
            Timer.RECOVERY_TURN,
            replyTo -> new GetLatest(replyTo.narrow()),
            new EntityKind.Refusals() {
                @Override
                public Object busy(String reason) {
                    return new Reply.Busy(reason);
                }

                @Override
                public boolean isBusy(Object reply) {
                    return reply instanceof Reply.Busy;
                }

                @Override
                public boolean isMoving(Object reply) {
                    return reply instanceof Reply.Moving;
                }
            },
            "courier");

    private static final Duration RESTART_MIN = Duration.ofMillis(200);
    /** With the jitter it is less than two seconds from the journal's return to the last courier's recovery. */
    static final Duration RESTART_MAX = Duration.ofMillis(1_500);

    static final double RESTART_JITTER = 0.3;

    private final ActorContext<Command> context;
    private final String courierId;
    private final CourierSettings settings;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final EntityGate<Command> gate;
    private final JournalWatch journalWatch;
    private final Publisher<Command> publisher;
    private final Watchers watchers;
    private final Whereabouts whereabouts;
    private final Recorder recorder;
    private final CourierReader reader;
    private final CourierOrders orders;

    static EntityStart<Command> start(CourierSurroundings given) {
        return new EntityStart<>(
                KIND,
                given.settings().maxWaiting(),
                given.recoveries(),
                (context, timers, courierId, shard, gate) ->
                        new Courier(context, timers, courierId, given, shard, gate));
    }

    private Courier(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String courierId,
            CourierSurroundings given,
            ActorRef<ClusterSharding.ShardCommand> shard,
            EntityGate<Command> gate) {
        super(
                PersistenceId.ofUniqueId(CourierId.persistenceId(courierId)),
                SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, RESTART_JITTER)
                        // The failure names the courier, and an outage fails thousands of them.
                        .withLogLevel(Level.DEBUG)
                        .withStashCapacity(1_000));
        this.context = context;
        this.courierId = courierId;
        this.settings = given.settings();
        this.shard = shard;
        this.gate = gate;
        this.journalWatch = given.journalWatch();
        this.watchers =
                new Watchers(settings.ringSize(), watcher -> context.watchWith(watcher, new WatcherGone(watcher)));
        this.whereabouts = given.whereabouts();
        String persistenceId = CourierId.persistenceId(courierId);
        ActorRef<Command> self = context.getSelf();
        this.publisher = new Publisher<>(
                context,
                given.backlog(),
                timers,
                given.journal(),
                persistenceId,
                new Outbox(
                        given.egress(),
                        courierId,
                        persistenceId,
                        seqNr -> self.tell(new Published(seqNr)),
                        settings.publishTimeout(),
                        System::nanoTime),
                new Publisher.Messages<>(Timer.CHECK_OUTBOX, Timer.RETRY_OUTBOX, JournalRead::new));
        this.recorder = new Recorder(
                context,
                Effect(),
                gate,
                new TableQuestions(given.archive(), courierId, settings, System::nanoTime),
                publisher,
                watchers,
                whereabouts,
                given.geofences(),
                journalWatch);
        this.reader = new CourierReader(self, Effect(), gate, watchers, recorder, this::passivate);
        this.orders = new CourierOrders(Effect(), gate, publisher, watchers, reader, journalWatch);
        gate.atStop(this::onStopped);
        context.setReceiveTimeout(settings.passivateAfter(), Timer.IDLE);
    }

    @Override
    public CourierState emptyState() {
        return CourierState.empty(courierId, settings.windowSize());
    }

    @Override
    public CommandHandlerWithReply<Command, CourierEvent, CourierState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Record.class, recorder::onRecord)
                .onCommand(Published.class, this::onPublished)
                .onCommand(ArchiveAnswered.class, recorder::onArchiveAnswered)
                .onCommand(ProofAnswered.class, recorder::onProofAnswered)
                .onCommand(JournalRead.class, this::onJournalRead)
                .onCommand(GetLatest.class, reader::onGetLatest)
                .onCommand(GetInside.class, reader::onGetInside)
                .onCommand(CourierOrders.ChangeOrder.class, orders::onChangeOrder)
                .onCommand(CourierOrders.GetOrder.class, orders::onGetOrder)
                .onCommand(Watch.class, reader::onWatch)
                .onCommand(WatcherGone.class, reader::onWatcherGone)
                .onCommand(Timer.class, this::onTimer)
                .onCommand(Stop.class, (state, stop) -> onStop(state))
                .build();
    }

    @Override
    public EventHandler<CourierState, CourierEvent> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent(CourierState::apply);
    }

    @Override
    public SignalHandler<CourierState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> onRecovered(state))
                .onSignal(
                        RecoveryFailed.class,
                        (state, signal) -> gate.recoveryFailed(context.getSelf(), !journalWatch.isUp()))
                .onSignal(PreRestart.class, (state, signal) -> onFailed())
                .build();
    }

    /** At the start, and again on this same object after the journal failed. */
    private void onRecovered(CourierState state) {
        gate.recovered();
        recorder.recovered(state);
        watchers.recovered(state.seqNr());
        TracedPosition latest = state.latest();
        if (latest != null) {
            whereabouts.at(latest);
        }
        publisher.recovered(state.seqNr(), state.publishedUpTo());
    }

    /** A write failed; or a recovery, which the gate has heard of before. */
    private void onFailed() {
        if (!gate.isJournalAway()) {
            journalWatch.writeFailed(courierId);
        }
        gate.journalFailed(context.getSelf());
    }

    // Publishing

    private ReplyEffect<CourierEvent, CourierState> onPublished(CourierState state, Published published) {
        publisher.published(published.seqNr());
        return Effect().noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> onJournalRead(CourierState state, JournalRead read) {
        publisher.journalRead(read.entries());
        return Effect().noReply();
    }

    // Leaving

    private ReplyEffect<CourierEvent, CourierState> onTimer(CourierState state, Timer timer) {
        switch (timer) {
            case IDLE -> {
                // To leave is to write a marker, and to come back is to read.
                if (publisher.isPublished() && watchers.isEmpty() && recorder.isIdle() && journalWatch.isUp()) {
                    passivate();
                }
            }
            case CHECK_OUTBOX -> publisher.check();
            case RETRY_OUTBOX -> publisher.retry();
            case RECOVERY_TURN -> {
                // It was asked for meanwhile.
            }
        }
        return Effect().noReply();
    }

    private void passivate() {
        gate.passivating();
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    private ReplyEffect<CourierEvent, CourierState> onStop(CourierState state) {
        gate.moving();
        if (!publisher.isPublished()) {
            gate.comeBack();
            return Effect().stop().thenNoReply();
        }
        if (state.publishedUpTo() == state.seqNr()) {
            return Effect().stop().thenNoReply();
        }
        OutboxDrained marker = new OutboxDrained(publisher.publishedUpTo());
        return Effect()
                .persist(marker)
                .thenRun(next -> watchers.persisted(next.seqNr(), marker))
                .thenStop()
                .thenNoReply();
    }

    private void onStopped() {
        publisher.left();
        whereabouts.gone(courierId, !gate.isPassivating());
    }

    // Tuning

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2);
    }

    @Override
    public SnapshotAdapter<CourierState> snapshotAdapter() {
        return new CourierSnapshots(courierId, settings.windowSize());
    }
}
