package io.rastro.sharding.courier;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.rastro.protocol.Egress;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.CourierSnapshot;
import io.rastro.protocol.courier.CourierSnapshot.RecordedRequest;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.Watchers;
import io.rastro.sharding.outbox.Outbox;
import io.rastro.sharding.remote.RemoteMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One courier: the only place where its positions are decided upon.
 *
 * <p>{@link Record} recognises duplicates, persists the new positions as one {@link PositionsRecorded} and only then
 * replies {@link Reply.Recorded}; {@link GetLatest} is answered from the state; {@link Watch} subscribes to what comes.
 * After the persist the event goes to the outbox and to the watchers.
 *
 * <p>Fixes older than the dedupe window are looked up in the table first; POSTs that come meanwhile wait in line
 * (bounded), everything else is answered at once. A courier leaves memory when it was idle for a while, nobody watches
 * and everything is published; the marker {@link OutboxDrained} keeps its recovery from publishing again.
 */
public final class Courier
        extends EventSourcedBehaviorWithEnforcedReplies<Courier.Command, CourierEvent, CourierState> {

    public static final EntityTypeKey<Command> ENTITY_KEY = EntityTypeKey.create(Command.class, CourierId.ENTITY_TYPE);

    /** Between two questions to the table whether old fixes may leave the window. */
    private static final long ARCHIVE_CHECK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Duration OUTBOX_CHECK = Duration.ofSeconds(5);
    private static final Duration RETRY_MIN = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(10);
    private static final int CATCH_UP_EVENTS = 100;

    public sealed interface Command {}

    /**
     * Positions of one POST, valid by themselves, in the order in which they were sent.
     *
     * @param receivedAtMillis when the node received them
     */
    public record Record(
            List<Position> positions, @Nullable String idempotencyKey, long receivedAtMillis, ActorRef<Reply> replyTo)
            implements Command, RemoteMessage {}

    /** Answered with {@link Latest}. */
    public record GetLatest(ActorRef<Latest> replyTo) implements Command, RemoteMessage {}

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

    public sealed interface Reply extends RemoteMessage {

        /**
         * @param accepted positions that were new and are journaled
         * @param duplicates positions that were recorded before
         * @param seqNr the event that recorded them; the courier's last event when all were duplicates
         * @param replayed whether this request was recorded before, by its {@code Idempotency-Key}
         * @param recorded how many positions the event of that earlier request holds, when {@code replayed}
         */
        record Recorded(int accepted, int duplicates, long seqNr, boolean replayed, int recorded) implements Reply {}

        /** Nothing was stored; to be sent again later. */
        record Busy(String reason) implements Reply {}
    }

    /** @param latest null when the courier was never seen */
    public record Latest(@Nullable TracedPosition latest, long positionCount, long seqNr) implements RemoteMessage {}

    private record Published(long seqNr) implements Command {}

    private record ArchiveAnswered(
            Record post, List<Position> lookedUp, @Nullable BitSet inTable) implements Command {}

    private record ArchiveConfirmed(long tabledUpTo) implements Command {}

    private record JournalRead(@Nullable List<JournalReader.Entry> entries) implements Command {}

    private record WatcherGone(ActorRef<Feed> watcher) implements Command {}

    private enum Timer implements Command {
        IDLE,
        CHECK_OUTBOX,
        RETRY_OUTBOX
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String courierId;
    private final CourierSettings settings;
    private final FixArchive archive;
    private final JournalReader journal;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Outbox outbox;
    private final Watchers watchers;
    private final Queue<Record> waiting = new ArrayDeque<>(0);
    private @Nullable Record lookedUpFor;
    private long archiveCheckedAt = System.nanoTime() - ARCHIVE_CHECK_NANOS;
    private long tabledUpTo;

    /** What every courier of a node is given. */
    public record Surroundings(CourierSettings settings, Egress egress, FixArchive archive, JournalReader journal) {}

    public static Behavior<Command> create(
            String courierId, Surroundings given, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Courier(context, timers, courierId, given, shard)));
    }

    private Courier(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String courierId,
            Surroundings given,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(
                PersistenceId.ofUniqueId(CourierId.persistenceId(courierId)),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2)
                        .withStashCapacity(1_000));
        this.context = context;
        this.timers = timers;
        this.courierId = courierId;
        this.settings = given.settings();
        this.archive = given.archive();
        this.journal = given.journal();
        this.shard = shard;
        this.watchers = new Watchers(settings.ringSize());
        ActorRef<Command> self = context.getSelf();
        this.outbox = new Outbox(
                given.egress(),
                courierId,
                CourierId.persistenceId(courierId),
                seqNr -> self.tell(new Published(seqNr)));
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
                .onCommand(Record.class, this::onRecord)
                .onCommand(Published.class, this::onPublished)
                .onCommand(ArchiveAnswered.class, this::onArchiveAnswered)
                .onCommand(ArchiveConfirmed.class, this::onArchiveConfirmed)
                .onCommand(JournalRead.class, this::onJournalRead)
                .onCommand(GetLatest.class, this::onGetLatest)
                .onCommand(Watch.class, this::onWatch)
                .onCommand(WatcherGone.class, this::onWatcherGone)
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
                .build();
    }

    private void onRecovered(CourierState state) {
        tabledUpTo = state.tabledUpTo();
        outbox.recovered(state.seqNr(), state.publishedUpTo());
        watchers.recovered(state.seqNr());
        pump();
    }

    // Recording

    private ReplyEffect<CourierEvent, CourierState> onRecord(CourierState state, Record post) {
        if (lookedUpFor != null) {
            return enqueue(post);
        }
        return record(state, post);
    }

    private ReplyEffect<CourierEvent, CourierState> enqueue(Record post) {
        if (waiting.size() >= settings.maxWaiting()) {
            return Effect().reply(post.replyTo(), new Reply.Busy("too many requests of this courier are waiting"));
        }
        waiting.add(post);
        return Effect().noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> record(CourierState state, Record post) {
        RecordedRequest earlier = state.request(post.idempotencyKey()).orElse(null);
        if (earlier != null) {
            return Effect()
                    .reply(
                            post.replyTo(),
                            new Reply.Recorded(0, post.positions().size(), earlier.seqNr(), true, earlier.recorded()));
        }
        if (state.window().size() >= settings.windowMax()) {
            confirmOldFixes(state);
            return Effect().reply(post.replyTo(), new Reply.Busy("the query table lags too far behind"));
        }
        Plan plan = Plan.of(state, post.positions());
        if (plan.unsure().isEmpty()) {
            return persist(state, post, plan);
        }
        lookUp(post, plan.unsure());
        return Effect().noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> persist(CourierState state, Record post, Plan plan) {
        if (plan.fresh().isEmpty()) {
            return Effect().reply(post.replyTo(), new Reply.Recorded(0, plan.duplicates(), state.seqNr(), false, 0));
        }
        PositionsRecorded event = new PositionsRecorded(
                post.receivedAtMillis(), outbox.publishedUpTo(), tabledUpTo, post.idempotencyKey(), plan.fresh());
        return Effect()
                .persist(event)
                .thenRun(next -> onPersisted(next, event))
                .thenReply(
                        post.replyTo(),
                        next -> new Reply.Recorded(
                                event.positions().size(), plan.duplicates(), next.seqNr(), false, 0));
    }

    private void onPersisted(CourierState state, PositionsRecorded event) {
        outbox.persisted(state.seqNr(), event);
        watchers.persisted(state.seqNr(), event);
        pump();
        confirmOldFixes(state);
    }

    private void lookUp(Record post, List<Position> unsure) {
        lookedUpFor = post;
        context.pipeToSelf(
                archive.contained(courierId, unsure)
                        .toCompletableFuture()
                        .orTimeout(settings.lookupTimeout().toMillis(), TimeUnit.MILLISECONDS),
                (inTable, failure) -> new ArchiveAnswered(post, unsure, failure == null ? inTable : null));
    }

    private ReplyEffect<CourierEvent, CourierState> onArchiveAnswered(CourierState state, ArchiveAnswered answer) {
        lookedUpFor = null;
        for (Record post = waiting.poll(); post != null; post = waiting.poll()) {
            // They come behind this one again, in the order in which they waited.
            context.getSelf().tell(post);
        }
        if (answer.inTable() == null) {
            return Effect().reply(answer.post().replyTo(), new Reply.Busy("the query table does not answer"));
        }
        Plan plan = Plan.of(state, answer.post().positions(), answer.lookedUp(), answer.inTable());
        return persist(state, answer.post(), plan);
    }

    /** Asks the table, at most once a second, whether the surplus of the window may leave with the next event. */
    private void confirmOldFixes(CourierState state) {
        int oldest = state.window().size() < 2 * settings.windowSize()
                ? -1
                : state.window().newestOfSurplus(settings.windowSize());
        if (oldest < 0 || System.nanoTime() - archiveCheckedAt < ARCHIVE_CHECK_NANOS) {
            return;
        }
        archiveCheckedAt = System.nanoTime();
        long seqNr = state.window().seqNr(oldest);
        context.pipeToSelf(
                archive.containsEvent(courierId, state.window().fixedAtMillis(oldest), seqNr),
                (contained, failure) -> new ArchiveConfirmed(failure == null && contained ? seqNr - 1 : 0));
    }

    private ReplyEffect<CourierEvent, CourierState> onArchiveConfirmed(CourierState state, ArchiveConfirmed confirmed) {
        tabledUpTo = Math.max(tabledUpTo, confirmed.tabledUpTo());
        return Effect().noReply();
    }

    // Publishing

    private ReplyEffect<CourierEvent, CourierState> onPublished(CourierState state, Published published) {
        outbox.published(published.seqNr());
        pump();
        return Effect().noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> onJournalRead(CourierState state, JournalRead read) {
        if (read.entries() == null) {
            outbox.readFailed();
        } else {
            outbox.read(read.entries());
        }
        pump();
        return Effect().noReply();
    }

    /** Whatever changed: see to it that the outbox goes on, now or after a wait. */
    private void pump() {
        if (outbox.isPublished()) {
            return;
        }
        if (!timers.isTimerActive(Timer.CHECK_OUTBOX)) {
            timers.startSingleTimer(Timer.CHECK_OUTBOX, Timer.CHECK_OUTBOX, OUTBOX_CHECK);
        }
        if (!outbox.wantsToRead() || timers.isTimerActive(Timer.RETRY_OUTBOX)) {
            return;
        }
        if (outbox.failures() == 0) {
            readJournal();
        } else {
            timers.startSingleTimer(Timer.RETRY_OUTBOX, Timer.RETRY_OUTBOX, backoff(outbox.failures()));
        }
    }

    private void readJournal() {
        context.pipeToSelf(
                journal.read(CourierId.persistenceId(courierId), outbox.nextToRead(), CATCH_UP_EVENTS),
                (entries, failure) -> new JournalRead(failure == null ? entries : null));
    }

    private static Duration backoff(int failures) {
        long ceiling = Math.min(RETRY_MAX.toMillis(), RETRY_MIN.toMillis() << Math.min(failures, 10));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }

    // Reading and watching

    private ReplyEffect<CourierEvent, CourierState> onGetLatest(CourierState state, GetLatest get) {
        if (state.seqNr() == 0 && watchers.isEmpty() && lookedUpFor == null) {
            // Asked for, never seen: nothing to stay for.
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().reply(get.replyTo(), new Latest(state.latest(), state.positionCount(), state.seqNr()));
    }

    private ReplyEffect<CourierEvent, CourierState> onWatch(CourierState state, Watch watch) {
        if (watchers.subscribe(context.getSelf(), watch.cursor(), state.latest(), watch.watcher())) {
            context.watchWith(watch.watcher(), new WatcherGone(watch.watcher()));
        }
        return Effect().noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> onWatcherGone(CourierState state, WatcherGone gone) {
        watchers.unsubscribe(gone.watcher());
        return Effect().noReply();
    }

    // Leaving

    private ReplyEffect<CourierEvent, CourierState> onTimer(CourierState state, Timer timer) {
        switch (timer) {
            case IDLE -> {
                if (outbox.isPublished() && watchers.isEmpty() && lookedUpFor == null) {
                    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                }
            }
            case CHECK_OUTBOX -> {
                outbox.check();
                pump();
            }
            case RETRY_OUTBOX -> {
                if (outbox.wantsToRead()) {
                    readJournal();
                }
            }
        }
        return Effect().noReply();
    }

    private ReplyEffect<CourierEvent, CourierState> onStop(CourierState state) {
        if (lookedUpFor != null) {
            waiting.add(lookedUpFor);
        }
        for (Record post = waiting.poll(); post != null; post = waiting.poll()) {
            post.replyTo().tell(new Reply.Busy("the courier is moving to another node"));
        }
        if (outbox.isPublished() && state.publishedUpTo() < state.seqNr()) {
            return Effect()
                    .persist(new OutboxDrained(outbox.publishedUpTo()))
                    .thenRun(next -> watchers.markerPersisted(next.seqNr()))
                    .thenStop()
                    .thenNoReply();
        }
        return Effect().stop().thenNoReply();
    }

    // Tuning

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2);
    }

    @Override
    public SnapshotAdapter<CourierState> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(CourierState state) {
                return state.toSnapshot();
            }

            @Override
            public CourierState fromJournal(Object from) {
                return CourierState.fromSnapshot(courierId, (CourierSnapshot) from, settings.windowSize());
            }
        };
    }
}
