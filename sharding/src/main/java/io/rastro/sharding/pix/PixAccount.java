package io.rastro.sharding.pix;

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
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixOutboxDrained;
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
import io.rastro.sharding.pix.PixReply.Account;
import io.rastro.sharding.pix.PixReply.Busy;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.Moving;
import io.rastro.sharding.pix.PixReply.NotMade;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import io.rastro.sharding.pix.PixReply.Recorded;
import io.rastro.sharding.remote.RemoteMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One Pix account: the only place where what is told of its payments is decided upon.
 *
 * <p>A {@link Call} is decided upon, written as a part of one event and only then answered: see {@link PixRecorder}.
 * {@link GetAccount} is answered from the state; {@link Watch} subscribes to what comes. After the persist the event goes to
 * the outbox and to the watchers. What the account cannot answer itself its {@link EntityGate} does.
 *
 * <p>An account leaves memory when it was idle for a while, nobody watches and everything is published; the marker
 * {@link PixOutboxDrained} keeps its recovery from publishing again.
 */
public final class PixAccount
        extends EventSourcedBehaviorWithEnforcedReplies<PixAccount.Command, PixEvent, PixAccountState> {

    public static final EntityTypeKey<Command> ENTITY_KEY =
            EntityTypeKey.create(Command.class, PixAccountId.ENTITY_TYPE);

    public sealed interface Command
            permits Question,
                    Watch,
                    Stop,
                    Published,
                    LookUpAnswered,
                    ProgressAnswered,
                    JournalRead,
                    WatcherGone,
                    Timer {}

    /** What is answered, if only with {@link Busy} or {@link Moving}. */
    sealed interface Question extends Command, io.rastro.sharding.entity.Question, RemoteMessage
            permits Call, GetAccount {

        ActorRef<PixReply> replyTo();

        @Override
        default void refuse(String reason) {
            replyTo().tell(new Busy(reason));
        }

        @Override
        default void moving() {
            replyTo().tell(Moving.INSTANCE);
        }
    }

    /** A question about payments: may be written down, or have to wait for the tables. */
    sealed interface Call extends Question permits Record, RequestReturn, GetPayment {

        /** How many items it may add to an event. */
        int size();
    }

    /**
     * What one request tells, valid by itself, in the order in which it was sent. Answered with {@link Recorded}.
     *
     * @param facts whether it reports what has happened elsewhere, so that all of it is written down; else what violates a
     *     rule is refused
     * @param receivedAtMillis when the node received it
     */
    public record Record(List<PixItem> items, boolean facts, long receivedAtMillis, ActorRef<PixReply> replyTo)
            implements Call {

        public Record {
            items = List.copyOf(items);
            if (items.isEmpty()) {
                throw new IllegalArgumentException("a request without items tells nothing");
            }
        }

        @Override
        public int size() {
            return items.size();
        }
    }

    /**
     * Asks for a return of what the account has received. Answered with {@link Made} or {@link NotMade}.
     *
     * @param devolucaoId what who asks calls it
     * @param reading of the body
     * @param rtrId of the return, if it comes to one; never used before
     */
    public record RequestReturn(
            String endToEndId,
            String devolucaoId,
            ReturnRequest.Reading reading,
            String rtrId,
            long receivedAtMillis,
            ActorRef<PixReply> replyTo)
            implements Call {
        @Override
        public int size() {
            return 1;
        }
    }

    /** Answered with {@link PaymentKnown}. */
    public record GetPayment(String endToEndId, ActorRef<PixReply> replyTo) implements Call {
        @Override
        public int size() {
            return 0;
        }
    }

    /** Answered with {@link Account}. */
    public record GetAccount(ActorRef<PixReply> replyTo) implements Question {}

    /**
     * Subscribes, or says again that one is subscribed.
     *
     * @param cursor what the watcher has seen; null to be told the newest item and what comes
     */
    public record Watch(@Nullable Cursor cursor, ActorRef<Feed> watcher) implements Command, RemoteMessage {}

    /** Leave memory; what is not published is published by the next incarnation. */
    public enum Stop implements Command {
        INSTANCE
    }

    private record Published(long seqNr) implements Command {}

    record LookUpAnswered(
            PixRecorder.LookUp asked, @Nullable LookedUp found) implements Command {}

    record ProgressAnswered(
            TableProgress.Asked asked, @Nullable Map<PixKind, Long> upTo) implements Command {}

    private record JournalRead(@Nullable List<JournalReader.Entry> entries) implements Command {}

    record WatcherGone(ActorRef<Feed> watcher) implements Command {}

    enum Timer implements Command {
        FLUSH,
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
            replyTo -> new GetAccount(replyTo.narrow()),
            PixReply.REFUSALS,
            "pix-account");

    private static final Duration RESTART_MIN = Duration.ofMillis(200);
    /** With the jitter it is less than two seconds from the journal's return to the last account's recovery. */
    private static final Duration RESTART_MAX = Duration.ofMillis(1_500);

    private static final double RESTART_JITTER = 0.3;

    private final ActorContext<Command> context;
    private final String accountId;
    private final PixSettings settings;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final EntityGate<Command> gate;
    private final JournalWatch journalWatch;
    private final Publisher<Command> publisher;
    private final Watchers watchers;
    private final PixRecorder recorder;
    private final PixReader reader;

    static EntityStart<Command> start(PixSurroundings given) {
        return new EntityStart<>(
                KIND,
                given.settings().maxWaiting(),
                given.recoveries(),
                (context, timers, accountId, shard, gate) ->
                        new PixAccount(context, timers, accountId, given, shard, gate));
    }

    private PixAccount(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String accountId,
            PixSurroundings given,
            ActorRef<ClusterSharding.ShardCommand> shard,
            EntityGate<Command> gate) {
        super(
                PersistenceId.ofUniqueId(PixAccountId.persistenceId(accountId)),
                SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, RESTART_JITTER)
                        // The failure names the account, and an outage fails thousands of them.
                        .withLogLevel(Level.DEBUG)
                        .withStashCapacity(1_000));
        this.context = context;
        this.accountId = accountId;
        this.settings = given.settings();
        this.shard = shard;
        this.gate = gate;
        this.journalWatch = given.journalWatch();
        this.watchers =
                new Watchers(settings.ringSize(), watcher -> context.watchWith(watcher, new WatcherGone(watcher)));
        String persistenceId = PixAccountId.persistenceId(accountId);
        ActorRef<Command> self = context.getSelf();
        this.publisher = new Publisher<>(
                context,
                given.backlog(),
                timers,
                given.journal(),
                persistenceId,
                new Outbox(
                        given.egress(),
                        accountId,
                        persistenceId,
                        seqNr -> self.tell(new Published(seqNr)),
                        settings.publishTimeout(),
                        System::nanoTime),
                new Publisher.Messages<>(Timer.CHECK_OUTBOX, Timer.RETRY_OUTBOX, JournalRead::new));
        this.recorder = new PixRecorder(
                context,
                Effect(),
                gate,
                settings,
                new TableProgress(given.archive(), accountId, settings, System::nanoTime),
                publisher,
                watchers,
                journalWatch,
                this::passivate);
        this.reader = new PixReader(self, Effect(), gate, settings.signals(), watchers, recorder);
        gate.atStop(publisher::left);
        context.setReceiveTimeout(settings.passivateAfter(), Timer.IDLE);
    }

    @Override
    public PixAccountState emptyState() {
        return PixAccountState.empty(settings.windowSize(), settings.signals());
    }

    @Override
    public CommandHandlerWithReply<Command, PixEvent, PixAccountState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Call.class, (state, call) -> recorder.onCall(call))
                .onCommand(Published.class, (state, published) -> onPublished(published))
                .onCommand(LookUpAnswered.class, recorder::onLookUpAnswered)
                .onCommand(ProgressAnswered.class, (state, answered) -> recorder.onProgressAnswered(answered))
                .onCommand(JournalRead.class, (state, read) -> onJournalRead(read))
                .onCommand(GetAccount.class, reader::onGetAccount)
                .onCommand(Watch.class, reader::onWatch)
                .onCommand(WatcherGone.class, reader::onWatcherGone)
                .onCommand(Timer.class, this::onTimer)
                .onCommand(Stop.class, (state, stop) -> onStop(state))
                .build();
    }

    @Override
    public EventHandler<PixAccountState, PixEvent> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent(PixAccountState::apply);
    }

    @Override
    public SignalHandler<PixAccountState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> onRecovered(state))
                .onSignal(
                        RecoveryFailed.class,
                        (state, signal) -> gate.recoveryFailed(context.getSelf(), !journalWatch.isUp()))
                .onSignal(PreRestart.class, (state, signal) -> onFailed())
                .build();
    }

    /** At the start, and again on this same object after the journal failed. */
    private void onRecovered(PixAccountState state) {
        gate.recovered();
        recorder.recovered(state);
        watchers.recovered(state.seqNr());
        publisher.recovered(state.seqNr(), state.publishedUpTo());
    }

    /** A write failed; or a recovery, which the gate has heard of before. */
    private void onFailed() {
        if (!gate.isJournalAway()) {
            journalWatch.writeFailed(accountId);
        }
        gate.journalFailed(context.getSelf());
    }

    // Publishing

    private ReplyEffect<PixEvent, PixAccountState> onPublished(Published published) {
        publisher.published(published.seqNr());
        return Effect().noReply();
    }

    private ReplyEffect<PixEvent, PixAccountState> onJournalRead(JournalRead read) {
        publisher.journalRead(read.entries());
        return Effect().noReply();
    }

    // Leaving

    private ReplyEffect<PixEvent, PixAccountState> onTimer(PixAccountState state, Timer timer) {
        switch (timer) {
            case FLUSH -> {
                return recorder.onFlush(state);
            }
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

    private ReplyEffect<PixEvent, PixAccountState> onStop(PixAccountState state) {
        gate.moving();
        if (!publisher.isPublished()) {
            gate.comeBack();
            return Effect().stop().thenNoReply();
        }
        if (state.publishedUpTo() == state.seqNr()) {
            return Effect().stop().thenNoReply();
        }
        PixOutboxDrained marker = new PixOutboxDrained(publisher.publishedUpTo());
        return Effect()
                .persist(marker)
                .thenRun(next -> watchers.persisted(next.seqNr(), marker))
                .thenStop()
                .thenNoReply();
    }

    // Tuning

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2);
    }

    @Override
    public SnapshotAdapter<PixAccountState> snapshotAdapter() {
        return new PixAccountSnapshots(settings.windowSize(), settings.signals());
    }
}
