package io.rastro.sharding.area;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.ServiceKey;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.remote.RemoteMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the couriers of one node are. It has those that are in the node's memory, so that a courier is in one index at a time
 * and moves with its shard: see ADR 23. What it tells of a position is without the client's attributes.
 */
final class AreaIndex extends AbstractBehavior<AreaIndex.Command> {

    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "areas");

    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration STILL = Duration.ofSeconds(3);
    private static final int PIECE = 200;

    sealed interface Command {}

    /** From a courier of this node. */
    record At(TracedPosition live) implements Command {}

    /** From a courier of this node. */
    record Gone(String courierId, boolean moving) implements Command {}

    /**
     * Who is in the window and, unless there are more than {@code most}, what changes. In place of what the watcher watched.
     *
     * @param id of every answer
     */
    record Watch(long id, Bbox window, int most, ActorRef<AreaFeed> watcher) implements Command, RemoteMessage {}

    /** Answered with {@link Found.Couriers}, or with {@link Found.Clusters} when there are more than {@code most}. */
    record Within(Bbox window, int most, ActorRef<Found> replyTo) implements Command, RemoteMessage {}

    /** Answered with {@link Found.Nearest}. */
    record Around(double lat, double lon, double radiusM, int most, ActorRef<Found> replyTo)
            implements Command, RemoteMessage {}

    private record WatcherGone(ActorRef<AreaFeed> watcher) implements Command {}

    private enum Timer implements Command {
        SWEEP,
        STILL
    }

    private static final class Watcher {

        private final long id;
        private final Bbox window;
        private final ActorRef<AreaFeed> ref;
        private long number;

        private Watcher(long id, Bbox window, ActorRef<AreaFeed> ref) {
            this.id = id;
            this.window = window;
            this.ref = ref;
        }

        private boolean sees(@Nullable TracedPosition at) {
            return at != null
                    && window.contains(at.position().lat(), at.position().lon());
        }
    }

    private final Duration visibleFor;
    private final Clock clock;
    private final IntConsumer size;
    private final AreaMap map = new AreaMap();
    private final Map<ActorRef<AreaFeed>, Watcher> watchers = new HashMap<>();

    /** @param size is told how many there are, now and then */
    static Behavior<Command> create(Duration visibleFor, Clock clock, IntConsumer size) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Timer.SWEEP, SWEEP);
            timers.startTimerWithFixedDelay(Timer.STILL, STILL);
            return new AreaIndex(context, visibleFor, clock, size);
        }));
    }

    private AreaIndex(ActorContext<Command> context, Duration visibleFor, Clock clock, IntConsumer size) {
        super(context);
        this.visibleFor = visibleFor;
        this.clock = clock;
        this.size = size;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(At.class, this::onAt)
                .onMessage(Gone.class, this::onGone)
                .onMessage(Watch.class, this::onWatch)
                .onMessage(Within.class, this::onWithin)
                .onMessage(Around.class, this::onAround)
                .onMessage(WatcherGone.class, this::onWatcherGone)
                .onMessage(Timer.class, this::onTimer)
                .build();
    }

    private Behavior<Command> onAt(At message) {
        TracedPosition now = withoutAttributes(message.live());
        if (isOld(now)) {
            return this;
        }
        TracedPosition before = map.put(now);
        for (Watcher watcher : watchers.values()) {
            if (watcher.sees(now)) {
                watcher.ref.tell(new AreaFeed.Seen(watcher.id, ++watcher.number, now));
            } else if (watcher.sees(before)) {
                watcher.ref.tell(new AreaFeed.Left(watcher.id, ++watcher.number, now.courierId(), false));
            }
        }
        return this;
    }

    private Behavior<Command> onGone(Gone gone) {
        leave(gone.courierId(), gone.moving());
        return this;
    }

    private void leave(String courierId, boolean moving) {
        TracedPosition before = map.remove(courierId);
        for (Watcher watcher : watchers.values()) {
            if (watcher.sees(before)) {
                watcher.ref.tell(new AreaFeed.Left(watcher.id, ++watcher.number, courierId, moving));
            }
        }
    }

    private Behavior<Command> onWatch(Watch watch) {
        List<TracedPosition> couriers = map.within(watch.window(), watch.most());
        if (couriers == null) {
            if (watchers.remove(watch.watcher()) != null) {
                getContext().unwatch(watch.watcher());
            }
            watch.watcher().tell(new AreaFeed.Crowd(watch.id(), map.clusters(watch.window())));
            return this;
        }
        Watcher watcher = new Watcher(watch.id(), watch.window(), watch.watcher());
        if (watchers.put(watch.watcher(), watcher) == null) {
            getContext().watchWith(watch.watcher(), new WatcherGone(watch.watcher()));
        }
        int from = 0;
        do {
            int to = Math.min(couriers.size(), from + PIECE);
            watcher.ref.tell(new AreaFeed.View(
                    watcher.id, ++watcher.number, List.copyOf(couriers.subList(from, to)), to == couriers.size()));
            from = to;
        } while (from < couriers.size());
        return this;
    }

    private Behavior<Command> onWatcherGone(WatcherGone gone) {
        watchers.remove(gone.watcher());
        return this;
    }

    private Behavior<Command> onWithin(Within within) {
        List<TracedPosition> couriers = map.within(within.window(), within.most());
        within.replyTo()
                .tell(
                        couriers == null
                                ? new Found.Clusters(map.clusters(within.window()))
                                : new Found.Couriers(couriers));
        return this;
    }

    private Behavior<Command> onAround(Around around) {
        around.replyTo().tell(new Found.Nearest(map.near(around.lat(), around.lon(), around.radiusM(), around.most())));
        return this;
    }

    private Behavior<Command> onTimer(Timer timer) {
        switch (timer) {
            case SWEEP -> {
                map.all().stream()
                        .filter(this::isOld)
                        .map(TracedPosition::courierId)
                        .toList()
                        .forEach(courierId -> leave(courierId, false));
                size.accept(map.size());
            }
            case STILL ->
                watchers.values().forEach(watcher -> watcher.ref.tell(new AreaFeed.Still(watcher.id, watcher.number)));
        }
        return this;
    }

    private boolean isOld(TracedPosition at) {
        return at.receivedAtMillis() < clock.millis() - visibleFor.toMillis();
    }

    /** Up to 10 KiB a position, that nobody looks at on a map. */
    private static TracedPosition withoutAttributes(TracedPosition at) {
        Position it = at.position();
        return it.attributes().isEmpty()
                ? at
                : new TracedPosition(
                        at.courierId(), at.seqNr(), at.index(), at.receivedAtMillis(), it.withoutAttributes());
    }
}
