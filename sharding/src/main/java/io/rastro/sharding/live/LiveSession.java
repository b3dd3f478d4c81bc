package io.rastro.sharding.live;

import akka.Done;
import akka.NotUsed;
import akka.actor.Terminated;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.javadsl.Source;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import io.rastro.protocol.JournalEvent;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.live.LiveFrame.Heartbeat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * One watcher's connection: every item after its cursor exactly once and in order, from the journal while it is far
 * behind, from the entity when it is near. It is a stage of the connection's own stream, so that a frame goes from the
 * entity to the connection in one message.
 *
 * <p>Frames go out one by one as the connection takes them; {@link PendingFrames} bounds what waits. The journal is read
 * only when nothing does, so that what a session holds of it is a piece: {@value #PIECE_ITEMS} items and the event
 * that goes beyond.
 *
 * <p>A missing sequence number, an entity that went away and a silent loss between nodes all have the same cure:
 * subscribe again with the cursor, which is also done every {@link #TICK} without a reason.
 */
public final class LiveSession extends GraphStage<SourceShape<LiveFrame>> {

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration RESUBSCRIBE = Duration.ofMillis(200);
    private static final int TICKS_TO_HEARTBEAT = 3;
    private static final int PIECE_EVENTS = 50;
    /** What one who does not read holds of it: less than 40 KiB of positions, 150 KiB of Pix items. */
    private static final int PIECE_ITEMS = 250;

    private enum Timer {
        TICK,
        SUBSCRIBE
    }

    private record JournalRead(@Nullable List<JournalReader.Entry> entries) {}

    private final SourceShape<LiveFrame> shape = SourceShape.of(Outlet.create("live"));
    private final Watched watched;
    private final @Nullable Cursor from;
    private final @Nullable CompletionStage<?> ending;

    private LiveSession(Watched watched, @Nullable Cursor from, @Nullable CompletionStage<?> ending) {
        this.watched = watched;
        this.from = from;
        this.ending = ending;
    }

    /**
     * The frames of one connection; each materialisation is a session of its own.
     *
     * @param from what the client has seen; empty for what is live and what comes
     */
    public static Source<LiveFrame, NotUsed> frames(Watched watched, Optional<Cursor> from) {
        return Source.fromGraph(new LiveSession(watched, from.orElse(null), null));
    }

    /**
     * The same until they are to end.
     *
     * @param ending when it completes, what the entity has recorded by then comes, and the frames end
     */
    public static Source<LiveFrame, NotUsed> frames(Watched watched, Optional<Cursor> from, CompletionStage<?> ending) {
        return Source.fromGraph(new LiveSession(watched, from.orElse(null), ending));
    }

    @Override
    public SourceShape<LiveFrame> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic(this);
    }

    private static final class Logic extends TimerGraphStageLogic {

        private final Outlet<LiveFrame> out;
        private final Watched watched;
        private final PendingFrames pending;
        private @Nullable ActorRef<?> entity;
        private @Nullable Cursor seen;
        private boolean subscribing;
        /** An event that the entity told of before it answered, or 0. */
        private long beyond;

        private boolean subscribedOnce;
        private boolean reading;
        private boolean catchingUp;
        /** What is left of the journal waits for the connection. */
        private boolean readAll;
        /**
         * The entity's last event, as it said when it sent the session to the journal. Nothing beyond it is read: that may
         * be a write that had failed and came late, whose number another event gets.
         */
        private long catchUpTo;
        /** The event whose last item one who has seen nothing begins with. */
        private long newest;

        private int quietTicks;

        private final @Nullable CompletionStage<?> ending;
        /** What the entity had recorded when it was to end is there, or waits. */
        private boolean hasAll;

        private boolean toEnd;
        /** Questions that the entity has not answered; some of them may be lost. */
        private int unanswered;
        /** How many of the answers that come are, or may be, from before it was to end. */
        private int before;

        private Logic(LiveSession session) {
            super(session.shape);
            this.out = session.shape.out();
            this.watched = session.watched;
            this.seen = session.from;
            this.ending = session.ending;
            this.pending =
                    new PendingFrames(watched.items(), watched.entityId(), seen == null ? Cursor.BEGINNING : seen);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    send();
                    readOn();
                }
            });
        }

        @Override
        public void preStart() {
            getStageActor(told -> {
                onTold(told._2());
                return BoxedUnit.UNIT;
            });
            scheduleWithFixedDelay(Timer.TICK, TICK, TICK);
            subscribe();
            if (ending != null) {
                AsyncCallback<Done> toEnd = createAsyncCallback(done -> toEnd());
                ending.thenRun(() -> toEnd.invoke(Done.getInstance()));
            }
        }

        /** Answers that are on their way may be from before. */
        private void toEnd() {
            toEnd = true;
            before = unanswered;
            subscribing = false;
            subscribe();
        }

        private void onTold(Object told) {
            if (told instanceof Feed.Recorded recorded) {
                onRecorded(recorded);
            } else if (told instanceof Feed.Passed passed) {
                onPassed(passed);
            } else if (told instanceof Feed.Subscribed subscribed) {
                onSubscribed(subscribed);
            } else if (told instanceof Feed.TooFarBack far) {
                onTooFarBack(far);
            } else if (told instanceof Feed.Newest newest) {
                onNewest(newest);
            } else if (told instanceof JournalRead read) {
                onJournalRead(read);
            } else if (told instanceof Terminated gone && isEntity(gone)) {
                entity = null;
                subscribeSoon();
            }
        }

        @Override
        public void onTimer(Object timer) {
            if (timer == Timer.TICK) {
                quietTicks++;
                if (quietTicks >= TICKS_TO_HEARTBEAT && isAvailable(out) && pending.isEmpty()) {
                    pending.add(new Heartbeat());
                    send();
                }
            }
            subscribeAgain();
        }

        private void subscribeSoon() {
            scheduleOnce(Timer.SUBSCRIBE, RESUBSCRIBE);
        }

        /** The last subscription may have been lost. */
        private void subscribeAgain() {
            subscribing = false;
            subscribe();
        }

        private void subscribe() {
            if (!catchingUp && !subscribing) {
                subscribing = true;
                unanswered++;
                watched.subscribe().accept(seen, Adapter.toTyped(stageActor().ref()));
            }
        }

        // From the entity

        private void onSubscribed(Feed.Subscribed subscribed) {
            subscribing = false;
            watch(subscribed.entity());
            if (seen == null && catchingUp) {
                answered(); // an old answer: where it begins is being read
                return;
            }
            if (seen == null) {
                seen = Cursor.allOf(subscribed.lastSeqNr());
                pending.begin(seen);
                if (subscribed.latest() != null) {
                    pending.add(subscribed.latest());
                }
            } else if (!subscribedOnce && seen.seqNr() > subscribed.lastSeqNr()) {
                // The client's cursor lies beyond the end. Later on it is only an old answer that lies behind.
                seen = Cursor.allOf(subscribed.lastSeqNr());
                pending.begin(seen);
            }
            subscribedOnce = true;
            hasAll |= answered() && toEnd && !catchingUp;
            if (toEnd && !hasAll) {
                subscribe();
            }
            boolean waited = !pending.isEmpty();
            for (Feed.Recorded recorded : subscribed.backlog()) {
                if (isNext(recorded.seqNr())) {
                    take(recorded.seqNr(), recorded.event(), !waited);
                }
            }
            if (beyond >= seen.nextSeqNr()) {
                beyond = 0;
                subscribe(); // the answer was on its way, and what the entity told after it got lost
            }
            send();
        }

        private void watch(ActorRef<?> answered) {
            if (answered.equals(entity)) {
                return;
            }
            if (entity != null) {
                stageActor().unwatch(Adapter.toClassic(entity));
            }
            entity = answered;
            stageActor().watch(Adapter.toClassic(answered));
        }

        private boolean isEntity(Terminated gone) {
            return entity != null && Adapter.toClassic(entity).equals(gone.actor());
        }

        private void onRecorded(Feed.Recorded recorded) {
            if (isNext(recorded.seqNr())) {
                take(recorded.seqNr(), recorded.event(), false);
                send();
            }
        }

        private void onPassed(Feed.Passed passed) {
            if (isNext(passed.seqNr())) {
                seen = Cursor.allOf(passed.seqNr());
            }
        }

        /** Whether the event continues what was seen; if it lies beyond that, what is between is asked for. */
        private boolean isNext(long seqNr) {
            if (seen == null || catchingUp) {
                return false;
            }
            if (seqNr > seen.nextSeqNr()) {
                beyond = Math.max(beyond, seqNr);
                subscribe();
            }
            return seqNr == seen.nextSeqNr();
        }

        // From the journal

        /** @return whether it is not one from before it was to end */
        private boolean answered() {
            unanswered = Math.max(0, unanswered - 1);
            boolean old = before > 0;
            before -= old ? 1 : 0;
            return !old;
        }

        private void onTooFarBack(Feed.TooFarBack far) {
            subscribing = false;
            answered();
            subscribedOnce = true;
            catchUp(far.lastSeqNr());
        }

        private void onNewest(Feed.Newest told) {
            subscribing = false;
            answered();
            subscribedOnce = true;
            if (seen == null) {
                newest = told.seqNr();
                catchUp(newest);
            }
        }

        private void catchUp(long lastSeqNr) {
            catchUpTo = Math.max(catchUpTo, lastSeqNr);
            if (!catchingUp) {
                catchingUp = true;
                readOn();
            }
        }

        private void readOn() {
            if (!catchingUp || reading || !pending.isEmpty()) {
                return;
            }
            if (readAll) {
                // Not before: what came meanwhile would count as if the client were slow. The entity has it, or sends
                // us
                // back here.
                readAll = false;
                catchingUp = false;
                subscribe();
            } else {
                reading = true;
                akka.actor.ActorRef self = stageActor().ref();
                long next = seen == null ? newest : seen.nextSeqNr();
                watched.journal()
                        .read(watched.persistenceId(), next, catchUpTo, PIECE_EVENTS, PIECE_ITEMS)
                        .whenComplete((entries, failure) ->
                                self.tell(new JournalRead(failure == null ? entries : null), self));
            }
        }

        private void onJournalRead(JournalRead read) {
            reading = false;
            List<JournalReader.Entry> entries = read.entries() == null ? List.of() : read.entries();
            if (seen == null && !entries.isEmpty()) {
                JournalReader.Entry first = entries.get(0);
                seen = Cursor.before(first.seqNr(), first.event().size() - 1);
                pending.begin(seen);
            }
            for (JournalReader.Entry entry : entries) {
                take(entry.seqNr(), entry.event(), true);
            }
            if (entries.isEmpty()) {
                catchingUp = false;
                subscribeSoon();
            } else if (entries.get(entries.size() - 1).seqNr() >= catchUpTo) {
                readAll = true;
            }
            send();
            readOn();
        }

        // To the connection

        private void take(long seqNr, JournalEvent event, boolean fromBacklog) {
            int from = seen != null && seen.seqNr() == seqNr ? seen.index() + 1 : 0;
            if (fromBacklog) {
                pending.addBacklog(seqNr, event, from);
            } else {
                pending.addEvent(seqNr, event, from);
            }
            seen = Cursor.allOf(seqNr);
        }

        private void send() {
            if (!isAvailable(out)) {
                return;
            }
            LiveFrame frame = pending.next();
            if (frame != null) {
                quietTicks = 0;
                push(out, frame);
            }
            if (hasAll && pending.isEmpty()) {
                completeStage();
            }
        }
    }
}
