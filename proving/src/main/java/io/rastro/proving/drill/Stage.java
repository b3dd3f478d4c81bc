package io.rastro.proving.drill;

import io.rastro.devstack.NodeSpec;
import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.LoadReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a scenario works with, and where it leaves what it found. On the drill's thread. */
final class Stage {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(1);
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(3);

    private final String name;
    private final DrillSettings settings;
    private final Fleet fleet;
    private final Balancer balancer;
    private final Timeline timeline;
    private final Posts posts;
    private final List<String> couriers;
    private final Ledger ledger;
    private final Consumer<String> progress;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Bound> bounds = new ArrayList<>();
    private final List<Direct> directs = new ArrayList<>();
    private int directsBegun;

    Stage(
            String name,
            DrillSettings settings,
            Fleet fleet,
            Balancer balancer,
            Timeline timeline,
            Posts posts,
            List<String> couriers,
            Ledger ledger,
            Consumer<String> progress) {
        this.name = name;
        this.settings = settings;
        this.fleet = fleet;
        this.balancer = balancer;
        this.timeline = timeline;
        this.posts = posts;
        this.couriers = couriers;
        this.ledger = ledger;
        this.progress = progress;
    }

    Fleet fleet() {
        return fleet;
    }

    Balancer balancer() {
        return balancer;
    }

    DrillSettings settings() {
        return settings;
    }

    /** Notes it, says it, and returns when it was. */
    long mark(String what) {
        long now = timeline.mark(what);
        progress.accept(what);
        return now;
    }

    /** @param value null when it never came to that */
    void measured(String what, @Nullable Double value, String unit) {
        measured.add(new Measured(what, value, unit));
    }

    void bound(Bound bound) {
        bounds.add(bound);
    }

    List<Measured> measured() {
        return List.copyOf(measured);
    }

    List<Bound> bounds() {
        return List.copyOf(bounds);
    }

    /** The couriers that live on a node now. */
    Set<String> couriersOf(String node) throws IOException {
        Set<Integer> shards = fleet.shards(node);
        if (shards.isEmpty()) {
            throw new IOException(node + " says that no shard lives on it");
        }
        Set<String> there = new HashSet<>();
        for (String courier : couriers) {
            if (shards.contains(ClusterView.shardOf(courier, settings.numberOfShards()))) {
                there.add(courier);
            }
        }
        return there;
    }

    /** Posts straight to a node from now on. */
    Direct direct(String node) {
        NodeSpec spec = fleet.node(node);
        InetSocketAddress http = new InetSocketAddress(spec.host(), spec.ports().http());
        Direct direct = Direct.begin(name + "-direct-" + ++directsBegun, http, ledger);
        directs.add(direct);
        return direct;
    }

    /** Nothing is posted straight to a node any more, and what was has to be answered. */
    void endDirects() throws IOException, InterruptedException {
        while (!directs.isEmpty()) {
            LoadReport report = directs.remove(0).end();
            bound(Bounds.none(
                    "posts straight to a node that were never answered for", report.unanswered() + report.refused()));
        }
    }

    /** Under the load of the drill. */
    Outage outage(long sinceNanos, Set<String> concerned) {
        Outage outage = new Outage(sinceNanos, concerned);
        posts.watch(outage);
        return outage;
    }

    /** Returns when all couriers of an outage are back, or are not for long. */
    void awaitBack(Outage outage) throws InterruptedException {
        mark(outage.awaitAll(BACK_WITHIN) ? "its couriers are back" : "NOT all of its couriers are back");
    }

    /**
     * Waits until a process ends.
     *
     * @return seconds from an instant until it was seen; null when it goes on for long
     */
    @Nullable
    Double awaitEnd(String what, long pid, long sinceNanos) throws InterruptedException {
        boolean ended = Fleet.await(() -> !isAlive(pid), ENDS_WITHIN);
        long now = mark(what + (ended ? " has ended" : " has NOT ended"));
        return ended ? (now - sinceNanos) / 1e9 : null;
    }

    /**
     * Waits until supervision has started a node again, all nodes see just each other, and all are ready.
     *
     * @param formerPid of the node's process before
     * @return seconds from an instant until it was seen; null when it is not so for long
     */
    @Nullable
    Double awaitWhole(String node, long formerPid, long sinceNanos) throws InterruptedException {
        boolean whole = Fleet.await(() -> fleet.pid(node) != formerPid, WHOLE_WITHIN) && fleet.awaitWhole(WHOLE_WITHIN);
        long now = mark(whole ? "the cluster is whole again" : "the cluster is NOT whole again");
        return whole ? (now - sinceNanos) / 1e9 : null;
    }

    /** Lets the load go on between two things that are done. */
    void rest() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(settings.steady().toNanos());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
