package io.rastro.sharding.area;

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
import akka.actor.typed.receptionist.Receptionist;
import akka.stream.javadsl.Source;
import akka.stream.typed.javadsl.ActorSource;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.AreaFrame.Crowded;
import io.rastro.sharding.area.AreaFrame.Heartbeat;
import io.rastro.sharding.area.AreaFrame.Opened;
import io.rastro.sharding.area.AreaFrame.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection that watches a window: asks the {@link AreaIndex} of every node for it, and again where one was lost, has come
 * or does not answer. Who is there is shown one by one while there are at most {@code maxCouriers}, otherwise how many are
 * where, every {@link #TICK}.
 */
final class AreaSession extends AbstractBehavior<AreaSession.Command> {

    private static final Duration TICK = Duration.ofSeconds(2);
    private static final int TICKS_TO_HEARTBEAT = 7;
    /** A node's index says that it is there every three seconds. */
    private static final long SILENT_NANOS = Duration.ofSeconds(10).toNanos();
    /** A courier whose node has gone is back on another one by then. */
    private static final long MOVING_NANOS = Duration.ofSeconds(60).toNanos();
    /** A window that is dragged is not asked for at every step. */
    private static final Duration SETTLE = Duration.ofMillis(100);

    private static final int ASK_WHERE_ONLY = 0;

    sealed interface Command {}

    record Move(Bbox window) implements Command {}

    record Refuse(String why) implements Command {}

    private record Told(AreaFeed feed) implements Command {}

    private record Connected(ActorRef<AreaFrame> connection) implements Command {}

    private record Nodes(Set<ActorRef<AreaIndex.Command>> indexes) implements Command {}

    private enum Signal implements Command {
        PULLED,
        TICK,
        SETTLED,
        CONNECTION_GONE
    }

    private final TimerScheduler<Command> timers;
    private final int maxCouriers;
    private final ActorRef<AreaFeed> feed;
    private final Map<ActorRef<AreaIndex.Command>, AskedNode> nodes = new HashMap<>();
    private final Map<Long, AskedNode> asked = new HashMap<>();
    private final Shown shown = new Shown();
    private @Nullable ActorRef<AreaFrame> connection;
    private Bbox window;
    private @Nullable Bbox nextWindow;
    private boolean opening = true;
    private boolean crowded;
    private boolean demand = true;
    private long lastId;
    private int quietTicks;
    private List<Cluster> lastClusters = List.of();

    /**
     * The frames of one connection; each materialisation is a session of its own.
     *
     * @param moves completed with where other windows go, once there is a connection
     */
    static Source<AreaFrame, NotUsed> frames(
            ActorSystem<?> system, Bbox window, int maxCouriers, CompletableFuture<ActorRef<Command>> moves) {
        return Source.lazySource(() -> {
                    ActorRef<Command> session = system.systemActorOf(
                            create(window, maxCouriers), "area-" + UUID.randomUUID(), Props.empty());
                    moves.complete(session);
                    return ActorSource.<AreaFrame, Command>actorRefWithBackpressure(
                                    session, Signal.PULLED, frame -> Optional.empty(), frame -> Optional.empty())
                            .mapMaterializedValue(connection -> {
                                session.tell(new Connected(connection));
                                return NotUsed.getInstance();
                            });
                })
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    private static Behavior<Command> create(Bbox window, int maxCouriers) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new AreaSession(context, timers, window, maxCouriers)));
    }

    private AreaSession(ActorContext<Command> context, TimerScheduler<Command> timers, Bbox window, int maxCouriers) {
        super(context);
        this.timers = timers;
        this.window = window;
        this.maxCouriers = maxCouriers;
        this.feed = context.messageAdapter(AreaFeed.class, Told::new);
        timers.startTimerWithFixedDelay(Signal.TICK, TICK);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Told.class, told -> onTold(told.feed()))
                .onMessage(Move.class, this::onMove)
                .onMessage(Refuse.class, this::onRefuse)
                .onMessage(Connected.class, this::onConnected)
                .onMessage(Nodes.class, this::onNodes)
                .onMessage(Signal.class, this::onSignal)
                .build();
    }

    private Behavior<Command> onConnected(Connected connected) {
        connection = connected.connection();
        getContext().watchWith(connection, Signal.CONNECTION_GONE);
        getContext()
                .getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        AreaIndex.KEY,
                        getContext()
                                .messageAdapter(
                                        Receptionist.Listing.class,
                                        listing -> new Nodes(listing.getServiceInstances(AreaIndex.KEY)))));
        return this;
    }

    private Behavior<Command> onSignal(Signal signal) {
        switch (signal) {
            case PULLED -> demand = true;
            case TICK -> onTick();
            case SETTLED -> {
                if (nextWindow != null) {
                    open(nextWindow);
                }
            }
            case CONNECTION_GONE -> {
                return Behaviors.stopped();
            }
        }
        send();
        return this;
    }

    // The window

    private Behavior<Command> onMove(Move move) {
        if (timers.isTimerActive(Signal.SETTLED)) {
            nextWindow = move.window();
        } else {
            open(move.window());
            send();
        }
        return this;
    }

    private Behavior<Command> onRefuse(Refuse refuse) {
        shown.then(new Refused(refuse.why()));
        send();
        return this;
    }

    private void open(Bbox next) {
        timers.startSingleTimer(Signal.SETTLED, SETTLE);
        nextWindow = null;
        window = next;
        opening = true;
        lastClusters = List.of();
        shown.keep(at -> next.contains(at.position().lat(), at.position().lon()));
        nodes.values().forEach(this::ask);
    }

    // The nodes

    private Behavior<Command> onNodes(Nodes there) {
        nodes.keySet().stream()
                .filter(index -> !there.indexes().contains(index))
                .toList()
                .forEach(this::gone);
        for (ActorRef<AreaIndex.Command> index : there.indexes()) {
            nodes.computeIfAbsent(index, added -> {
                AskedNode node = new AskedNode(added);
                ask(node);
                return node;
            });
        }
        opened();
        send();
        return this;
    }

    private void gone(ActorRef<AreaIndex.Command> index) {
        AskedNode node = nodes.remove(index);
        if (node != null) {
            asked.remove(node.id);
            shown.ownerGone(index, System.nanoTime() + MOVING_NANOS);
        }
    }

    private void ask(AskedNode node) {
        asked.remove(node.id);
        node.id = ++lastId;
        node.number = 0;
        node.answered = false;
        node.viewed = new HashSet<>();
        node.heardAtNanos = System.nanoTime();
        asked.put(node.id, node);
        node.index.tell(new AreaIndex.Watch(node.id, window, crowded ? ASK_WHERE_ONLY : maxCouriers, feed));
    }

    private void onTick() {
        quietTicks++;
        if (quietTicks >= TICKS_TO_HEARTBEAT && shown.isEmpty()) {
            shown.then(new Heartbeat());
        }
        long now = System.nanoTime();
        boolean missed = shown.forget(now, now + SILENT_NANOS);
        if (crowded && nodes.values().stream().anyMatch(node -> !node.answered)) {
            showCrowd(); // without what one did not say in time
        }
        for (AskedNode node : nodes.values()) {
            boolean silent = now - node.heardAtNanos > (node.answered || crowded ? SILENT_NANOS : TICK.toNanos());
            if (silent || missed || crowded && node.answered) {
                ask(node);
            }
        }
    }

    // From a node

    private Behavior<Command> onTold(AreaFeed told) {
        AskedNode node = asked.get(told.id());
        if (node == null) {
            return this; // of a window before
        }
        node.heardAtNanos = System.nanoTime();
        if (told instanceof AreaFeed.Crowd crowd) {
            onCrowd(node, crowd.clusters());
        } else if (told instanceof AreaFeed.Still still) {
            if (still.number() != node.number) {
                ask(node);
            }
        } else if (node.isNext(told)) {
            onChange(node, told);
        } else {
            ask(node);
        }
        send();
        return this;
    }

    private void onChange(AskedNode node, AreaFeed told) {
        if (told instanceof AreaFeed.View view) {
            onView(node, view);
        } else if (crowded) {
            return; // of a node where nobody was
        } else if (told instanceof AreaFeed.Seen seen) {
            see(node, seen.at());
        } else if (told instanceof AreaFeed.Left left) {
            if (left.moving()) {
                shown.moving(left.courierId(), node.index, System.nanoTime() + MOVING_NANOS);
            } else {
                shown.left(left.courierId(), node.index);
            }
        }
    }

    private void onView(AskedNode node, AreaFeed.View view) {
        Set<String> viewed = node.viewed;
        if (viewed == null) {
            return;
        }
        for (TracedPosition at : view.couriers()) {
            viewed.add(at.courierId());
            see(node, at);
        }
        if (view.last() && view.id() == node.id) {
            shown.leftUnless(node.index, viewed);
            node.viewed = null;
            node.clusters = List.of();
            answered(node);
        }
    }

    private void see(AskedNode node, TracedPosition at) {
        shown.seen(at, node.index);
        if (shown.size() > maxCouriers) {
            count();
        }
    }

    private void onCrowd(AskedNode node, List<Cluster> clusters) {
        if (!crowded) {
            count();
            return;
        }
        node.clusters = clusters;
        node.viewed = null;
        answered(node);
    }

    /** From now on it is asked how many are where. */
    private void count() {
        if (!crowded) {
            crowded = true;
            nodes.values().forEach(this::ask);
        }
    }

    private void answered(AskedNode node) {
        node.answered = true;
        if (crowded && nodes.values().stream().allMatch(each -> each.answered)) {
            if (counted(merged(nodes.values())) <= maxCouriers - maxCouriers / 8) {
                disperse();
            } else {
                showCrowd();
            }
        }
        opened();
    }

    private static int counted(List<Cluster> clusters) {
        return clusters.stream().mapToInt(Cluster::count).sum();
    }

    /** From now on they are shown one by one again, and clusters are not. */
    private void disperse() {
        crowded = false;
        shown.instead(new Crowded(List.of()));
        lastClusters = List.of();
        opening = true;
        nodes.values().forEach(this::ask);
    }

    private void showCrowd() {
        List<Cluster> clusters = merged(nodes.values());
        if (opening || !Set.copyOf(clusters).equals(Set.copyOf(lastClusters))) {
            lastClusters = clusters;
            shown.instead(new Crowded(clusters));
        }
    }

    private static List<Cluster> merged(Collection<AskedNode> nodes) {
        Map<Long, Cluster> merged = new HashMap<>();
        for (AskedNode node : nodes) {
            for (Cluster cluster : node.clusters) {
                merged.merge(cluster.cell(), cluster, Cluster::plus);
            }
        }
        return new ArrayList<>(merged.values());
    }

    private void opened() {
        if (opening && !nodes.isEmpty() && nodes.values().stream().allMatch(node -> node.answered)) {
            opening = false;
            shown.then(new Opened(window));
        }
    }

    // To the connection

    private void send() {
        if (!demand || connection == null) {
            return;
        }
        AreaFrame frame = shown.next();
        if (frame != null) {
            demand = false;
            quietTicks = 0;
            connection.tell(frame);
        }
    }
}
