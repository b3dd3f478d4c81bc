package io.rastro.sharding.live;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.javadsl.Source;
import akka.stream.typed.javadsl.ActorSource;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.live.LiveFrame.Heartbeat;
import io.rastro.sharding.live.LiveFrame.PositionFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One watcher's connection: every position after its cursor exactly once and in order, from the journal while it is far
 * behind, from the entity when it is near.
 *
 * <p>Frames go out one by one as the connection takes them; {@link PendingFrames} bounds what waits. The journal is read
 * only when nothing does, so that what a session holds of it is a piece: {@value #PIECE_POSITIONS} positions and the event
 * that goes beyond.
 *
 * <p>A missing sequence number, an entity that went away and a silent loss between nodes all have the same cure:
 * subscribe again with the cursor, which is also done every {@link #TICK} without a reason.
 */
public final class LiveSession extends AbstractBehavior<LiveSession.Command> {

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration RESUBSCRIBE = Duration.ofMillis(200);
    private static final int TICKS_TO_HEARTBEAT = 3;
    private static final int PIECE_EVENTS = 50;
    private static final int PIECE_POSITIONS = 1_000;

    public sealed interface Command permits Feed, Internal {}

    private sealed interface Internal extends Command {}

    private record JournalRead(@Nullable List<JournalReader.Entry> entries) implements Internal {}

    private record Connected(ActorRef<LiveFrame> connection) implements Internal {}

    private enum Signal implements Internal {
        PULLED,
        TICK,
        SUBSCRIBE,
        ENTITY_GONE,
        CONNECTION_GONE
    }

    /**
     * What a session watches.
     *
     * @param subscribe tells the entity that the watcher has seen everything up to the cursor (null: nothing, and wants
     *     the live position)
     */
    public record Watched(
            String courierId,
            String persistenceId,
            JournalReader journal,
            BiConsumer<@Nullable Cursor, ActorRef<Feed>> subscribe) {}

    private final Watched watched;
    private final TimerScheduler<Command> timers;
    private final PendingFrames pending;
    private @Nullable ActorRef<LiveFrame> connection;
    private @Nullable Cursor seen;
    private boolean demand = true;
    private boolean subscribing;
    private boolean subscribedOnce;
    private boolean reading;
    private boolean catchingUp;
    /**
     * The entity's last event, as it said when it sent the session to the journal. Nothing beyond it is read: that may be
     * a write that had failed and came late, whose number another event gets.
     */
    private long catchUpTo;

    private int quietTicks;

    /**
     * The frames of one connection; each materialisation is a session of its own.
     *
     * @param from what the client has seen; empty for the live position and what comes
     */
    public static Source<LiveFrame, NotUsed> frames(ActorSystem<?> system, Watched watched, Optional<Cursor> from) {
        return Source.lazySource(() -> {
                    ActorRef<Command> session = system.systemActorOf(
                            create(watched, from.orElse(null)), "live-" + UUID.randomUUID(), Props.empty());
                    return ActorSource.<LiveFrame, Command>actorRefWithBackpressure(
                                    session, Signal.PULLED, frame -> Optional.empty(), frame -> Optional.empty())
                            .mapMaterializedValue(connection -> {
                                session.tell(new Connected(connection));
                                return NotUsed.getInstance();
                            });
                })
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    static Behavior<Command> create(Watched watched, @Nullable Cursor from) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LiveSession(context, timers, watched, from)));
    }

    private LiveSession(
            ActorContext<Command> context, TimerScheduler<Command> timers, Watched watched, @Nullable Cursor from) {
        super(context);
        this.timers = timers;
        this.watched = watched;
        this.seen = from;
        this.pending = new PendingFrames(watched.courierId(), from == null ? Cursor.BEGINNING : from);
        timers.startTimerWithFixedDelay(Signal.TICK, TICK);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Connected.class, this::onConnected)
                .onMessage(Feed.Recorded.class, this::onRecorded)
                .onMessage(Feed.Passed.class, this::onPassed)
                .onMessage(Feed.Subscribed.class, this::onSubscribed)
                .onMessage(Feed.TooFarBack.class, this::onTooFarBack)
                .onMessage(JournalRead.class, this::onJournalRead)
                .onMessage(Signal.class, this::onSignal)
                .build();
    }

    private Behavior<Command> onConnected(Connected connected) {
        connection = connected.connection();
        getContext().watchWith(connection, Signal.CONNECTION_GONE);
        subscribe();
        return this;
    }

    private Behavior<Command> onSignal(Signal signal) {
        switch (signal) {
            case PULLED -> {
                demand = true;
                send();
                readOn();
            }
            case SUBSCRIBE -> subscribeAgain();
            case ENTITY_GONE -> timers.startSingleTimer(Signal.SUBSCRIBE, Signal.SUBSCRIBE, RESUBSCRIBE);
            case TICK -> onTick();
            case CONNECTION_GONE -> {
                return Behaviors.stopped();
            }
        }
        return this;
    }

    private void onTick() {
        quietTicks++;
        if (quietTicks >= TICKS_TO_HEARTBEAT && demand && pending.isEmpty() && connection != null) {
            pending.add(new Heartbeat());
            send();
        }
        if (connection != null) {
            subscribeAgain();
        }
    }

    /** The last subscription may have been lost. */
    private void subscribeAgain() {
        subscribing = false;
        subscribe();
    }

    private void subscribe() {
        if (!catchingUp && !subscribing) {
            subscribing = true;
            watched.subscribe().accept(seen, getContext().getSelf().narrow());
        }
    }

    // From the entity

    private Behavior<Command> onSubscribed(Feed.Subscribed subscribed) {
        subscribing = false;
        getContext().watchWith(subscribed.entity(), Signal.ENTITY_GONE);
        if (seen == null) {
            seen = Cursor.allOf(subscribed.lastSeqNr());
            pending.begin(seen);
            if (subscribed.latest() != null) {
                pending.add(new PositionFrame(subscribed.latest()));
            }
        } else if (!subscribedOnce && seen.seqNr() > subscribed.lastSeqNr()) {
            // The client's cursor lies beyond the end. Later on it is only an old answer that lies behind.
            seen = Cursor.allOf(subscribed.lastSeqNr());
            pending.begin(seen);
        }
        subscribedOnce = true;
        boolean waited = !pending.isEmpty();
        for (Feed.Recorded recorded : subscribed.backlog()) {
            if (isNext(recorded.seqNr())) {
                take(recorded.seqNr(), recorded.event(), !waited);
            }
        }
        send();
        return this;
    }

    private Behavior<Command> onRecorded(Feed.Recorded recorded) {
        if (isNext(recorded.seqNr())) {
            take(recorded.seqNr(), recorded.event(), false);
            send();
        }
        return this;
    }

    private Behavior<Command> onPassed(Feed.Passed passed) {
        if (isNext(passed.seqNr())) {
            seen = Cursor.allOf(passed.seqNr());
        }
        return this;
    }

    /** Whether the event continues what was seen; if it lies beyond that, what is between is asked for. */
    private boolean isNext(long seqNr) {
        if (seen == null || catchingUp) {
            return false;
        }
        if (seqNr > seen.nextSeqNr()) {
            subscribe();
        }
        return seqNr == seen.nextSeqNr();
    }

    // From the journal

    private Behavior<Command> onTooFarBack(Feed.TooFarBack far) {
        subscribing = false;
        subscribedOnce = true;
        catchUpTo = Math.max(catchUpTo, far.lastSeqNr());
        if (!catchingUp) {
            catchingUp = true;
            readOn();
        }
        return this;
    }

    private void readOn() {
        if (catchingUp && !reading && pending.isEmpty() && seen != null) {
            reading = true;
            getContext()
                    .pipeToSelf(
                            watched.journal()
                                    .read(
                                            watched.persistenceId(),
                                            seen.nextSeqNr(),
                                            catchUpTo,
                                            PIECE_EVENTS,
                                            PIECE_POSITIONS),
                            (entries, failure) -> new JournalRead(failure == null ? entries : null));
        }
    }

    private Behavior<Command> onJournalRead(JournalRead read) {
        reading = false;
        if (read.entries() == null) {
            catchingUp = false;
            timers.startSingleTimer(Signal.SUBSCRIBE, Signal.SUBSCRIBE, RESUBSCRIBE);
            return this;
        }
        for (JournalReader.Entry entry : read.entries()) {
            if (entry.event() instanceof PositionsRecorded recorded) {
                take(entry.seqNr(), recorded, true);
            } else {
                seen = Cursor.allOf(entry.seqNr());
            }
        }
        if (read.entries().isEmpty()) {
            catchingUp = false;
            timers.startSingleTimer(Signal.SUBSCRIBE, Signal.SUBSCRIBE, RESUBSCRIBE);
        } else if (read.entries().get(read.entries().size() - 1).seqNr() >= catchUpTo) {
            // The entity has what came meanwhile, or it sends us back here.
            catchingUp = false;
            subscribe();
        }
        send();
        readOn();
        return this;
    }

    // To the connection

    private void take(long seqNr, PositionsRecorded event, boolean fromBacklog) {
        int from = seen != null && seen.seqNr() == seqNr ? seen.index() + 1 : 0;
        if (fromBacklog) {
            pending.addBacklog(seqNr, event, from);
        } else {
            pending.addEvent(seqNr, event, from);
        }
        seen = Cursor.allOf(seqNr);
    }

    private void send() {
        if (!demand || connection == null) {
            return;
        }
        LiveFrame frame = pending.next();
        if (frame != null) {
            demand = false;
            quietTicks = 0;
            connection.tell(frame);
        }
    }
}
