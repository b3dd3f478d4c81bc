package io.rastro.proving.drill;

import io.rastro.devstack.NodeSpec;
import io.rastro.proving.ledger.Ledger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a scenario works with. */
final class Stage {

    private final DrillSettings settings;
    private final Fleet fleet;
    private final Balancer balancer;
    private final Timeline timeline;
    private final Posts posts;
    private final List<String> couriers;
    private final Ledger ledger;
    private final Consumer<String> progress;
    private int directs;

    Stage(
            DrillSettings settings,
            Fleet fleet,
            Balancer balancer,
            Timeline timeline,
            Posts posts,
            List<String> couriers,
            Ledger ledger,
            Consumer<String> progress) {
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
        return Direct.begin("direct-" + ++directs, http, ledger);
    }

    Outage outage(long sinceNanos, Set<String> concerned) {
        Outage outage = new Outage(sinceNanos, concerned);
        posts.watch(outage);
        return outage;
    }
}
