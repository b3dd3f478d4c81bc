package io.rastro.parcel;

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
import io.rastro.parcel.ParcelReply.Busy;
import io.rastro.parcel.ParcelReply.Known;
import io.rastro.parcel.ParcelReply.Moving;
import io.rastro.parcel.ParcelReply.Recorded;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parcel. What is its own is {@link #onRecord}; everything else is how the parts are put together. */
final class Parcel extends EventSourcedBehaviorWithEnforcedReplies<Parcel.Command, ParcelEvent, ParcelState> {

    static final String ENTITY_TYPE = "parcel";

    private static final int RING_SIZE = 8;

    static final EntityTypeKey<Command> ENTITY_KEY = EntityTypeKey.create(Command.class, ENTITY_TYPE);

    sealed interface Command permits Question, Watch, Stop, Published, JournalRead, WatcherGone, Timer {}

    sealed interface Question extends Command, io.rastro.sharding.entity.Question, RemoteMessage permits Record, Get {

        ActorRef<ParcelReply> replyTo();

        @Override
        default void refuse(String reason) {
            replyTo().tell(new Busy(reason));
        }

        @Override
        default void moving() {
            replyTo().tell(Moving.INSTANCE);
        }
    }

    record Record(List<Scan> scans, long receivedAtMillis, ActorRef<ParcelReply> replyTo) implements Question {}

    record Get(ActorRef<ParcelReply> replyTo) implements Question {}

    record Watch(@Nullable Cursor cursor, ActorRef<Feed> watcher) implements Command, RemoteMessage {}

    record WatcherGone(ActorRef<Feed> watcher) implements Command {}

    enum Stop implements Command {
        INSTANCE
    }

    record Published(long seqNr) implements Command {}

    record JournalRead(@Nullable List<JournalReader.Entry> entries) implements Command {}

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
            replyTo -> new Get(replyTo.narrow()),
            new EntityKind.Refusals() {
                @Override
                public Object busy(String reason) {
                    return new Busy(reason);
                }

                @Override
                public boolean isBusy(Object reply) {
                    return reply instanceof Busy;
                }

                @Override
                public boolean isMoving(Object reply) {
                    return reply instanceof Moving;
                }
            },
            "parcel");

    private final ActorContext<Command> context;
    private final String parcelId;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final EntityGate<Command> gate;
    private final JournalWatch journalWatch;
    private final Publisher<Command> publisher;
    private final Watchers watchers;

    static EntityStart<Command> start(ParcelSurroundings given) {
        return new EntityStart<>(
                KIND,
                64,
                given.recoveries(),
                (context, timers, parcelId, shard, gate) -> new Parcel(context, timers, parcelId, given, shard, gate));
    }

    private Parcel(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String parcelId,
            ParcelSurroundings given,
            ActorRef<ClusterSharding.ShardCommand> shard,
            EntityGate<Command> gate) {
        super(
                PersistenceId.ofUniqueId(persistenceId(parcelId)),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofMillis(1_500), 0.3));
        this.context = context;
        this.parcelId = parcelId;
        this.shard = shard;
        this.gate = gate;
        this.journalWatch = given.journalWatch();
        ActorRef<Command> self = context.getSelf();
        this.publisher = new Publisher<>(
                context,
                given.backlog(),
                timers,
                given.journal(),
                persistenceId(parcelId),
                new Outbox(
                        given.egress(),
                        parcelId,
                        persistenceId(parcelId),
                        seqNr -> self.tell(new Published(seqNr)),
                        given.publishTimeout(),
                        System::nanoTime),
                new Publisher.Messages<>(Timer.CHECK_OUTBOX, Timer.RETRY_OUTBOX, JournalRead::new));
        this.watchers = new Watchers(RING_SIZE, watcher -> context.watchWith(watcher, new WatcherGone(watcher)));
        gate.atStop(publisher::left);
        context.setReceiveTimeout(given.passivateAfter(), Timer.IDLE);
    }

    static String persistenceId(String parcelId) {
        return ENTITY_TYPE + '~' + parcelId;
    }

    @Override
    public ParcelState emptyState() {
        return new ParcelState();
    }

    @Override
    public CommandHandlerWithReply<Command, ParcelEvent, ParcelState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Record.class, this::onRecord)
                .onCommand(Get.class, this::onGet)
                .onCommand(Watch.class, (state, watch) -> {
                    watchers.subscribeByJournal(context.getSelf(), watch.cursor(), state.itemsUpTo(), watch.watcher());
                    return Effect().noReply();
                })
                .onCommand(WatcherGone.class, (state, gone) -> {
                    watchers.unsubscribe(gone.watcher());
                    return Effect().noReply();
                })
                .onCommand(Published.class, (state, published) -> {
                    publisher.published(published.seqNr());
                    return Effect().noReply();
                })
                .onCommand(JournalRead.class, (state, read) -> {
                    publisher.journalRead(read.entries());
                    return Effect().noReply();
                })
                .onCommand(Timer.class, (state, timer) -> onTimer(timer))
                .onCommand(Stop.class, (state, stop) -> onStop(state))
                .build();
    }

    private ReplyEffect<ParcelEvent, ParcelState> onRecord(ParcelState state, Record told) {
        List<Scan> unknown = state.unknown(told.scans());
        int duplicates = told.scans().size() - unknown.size();
        if (unknown.isEmpty()) {
            gate.answer(told, told.replyTo(), new Recorded(0, duplicates, state.seqNr()));
            return Effect().noReply();
        }
        ParcelScanned event =
                new ParcelScanned(told.receivedAtMillis(), publisher.publishedUpTo(), state.itemsUpTo(), unknown);
        return Effect()
                .persist(event)
                .thenRun(next -> {
                    journalWatch.written();
                    publisher.persisted(next.seqNr(), event);
                    watchers.persisted(next.seqNr(), event);
                    gate.answer(told, told.replyTo(), new Recorded(unknown.size(), duplicates, next.seqNr()));
                })
                .thenNoReply();
    }

    private ReplyEffect<ParcelEvent, ParcelState> onGet(ParcelState state, Get get) {
        if (state.seqNr() == 0) {
            passivate(); // asked for, never seen
        }
        gate.answer(get, get.replyTo(), new Known(state.count(), state.seqNr()));
        return Effect().noReply();
    }

    private ReplyEffect<ParcelEvent, ParcelState> onTimer(Timer timer) {
        switch (timer) {
            case IDLE -> {
                if (publisher.isPublished() && watchers.isEmpty() && journalWatch.isUp()) {
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

    private ReplyEffect<ParcelEvent, ParcelState> onStop(ParcelState state) {
        gate.moving();
        if (!publisher.isPublished()) {
            gate.comeBack();
            return Effect().stop().thenNoReply();
        }
        if (state.publishedUpTo() == state.seqNr()) {
            return Effect().stop().thenNoReply();
        }
        ParcelDrained marker = new ParcelDrained(publisher.publishedUpTo());
        return Effect()
                .persist(marker)
                .thenRun(next -> watchers.persisted(next.seqNr(), marker))
                .thenStop()
                .thenNoReply();
    }

    @Override
    public EventHandler<ParcelState, ParcelEvent> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent(ParcelState::apply);
    }

    @Override
    public SignalHandler<ParcelState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> {
                    gate.recovered();
                    watchers.recovered(state.seqNr());
                    publisher.recovered(state.seqNr(), state.publishedUpTo());
                })
                .onSignal(
                        RecoveryFailed.class,
                        (state, signal) -> gate.recoveryFailed(context.getSelf(), !journalWatch.isUp()))
                .onSignal(PreRestart.class, (state, signal) -> {
                    if (!gate.isJournalAway()) {
                        journalWatch.writeFailed(parcelId);
                    }
                    gate.journalFailed(context.getSelf());
                })
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(3, 2);
    }

    @Override
    public SnapshotAdapter<ParcelState> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(ParcelState state) {
                return state.toSnapshot();
            }

            @Override
            public ParcelState fromJournal(Object from) {
                return ParcelState.of((ParcelSnapshot) from);
            }
        };
    }
}
