package io.rastro.proving.drill;

import io.rastro.devstack.NodeSpec;
import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.system.HttpText;
import io.rastro.proving.system.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Many couriers in the memory of a cluster, what is done to it, and what was measured. For use by one thread. */
final class Crowd {

    /** The first part of their ids. */
    static final String NAME = "crowd";

    private static final String ACTIVE = "rastro_couriers_active";
    private static final long POLL_MILLIS = 500;

    final DrillSettings settings;
    final Fleet fleet;
    final Balancer balancer;
    final Ledger ledger;
    final List<Measured> measured = new ArrayList<>();
    final List<Bound> bounds = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    private final Timeline timeline;
    private final Consumer<String> progress;
    private final List<LoadReport> loads = new ArrayList<>();
    private final int[] ofShard;

    Crowd(
            DrillSettings settings,
            Fleet fleet,
            Balancer balancer,
            Ledger ledger,
            Timeline timeline,
            Consumer<String> progress) {
        this.settings = settings;
        this.fleet = fleet;
        this.balancer = balancer;
        this.ledger = ledger;
        this.timeline = timeline;
        this.progress = progress;
        this.ofShard = new int[settings.numberOfShards()];
        for (int k = 0; k < settings.couriers(); k++) {
            ofShard[ClusterView.shardOf(NAME + "-" + k, settings.numberOfShards())]++;
        }
    }

    /** Notes it, says it, and returns when it was. */
    long mark(String what) {
        progress.accept(what);
        return timeline.mark(what);
    }

    void say(String what) {
        progress.accept(what);
    }

    /** A trickle of posts for the first of some couriers. */
    Trickle trickle(String name, int couriers, double rate) throws IOException {
        return Trickle.begin(name, couriers, rate, balancer.address(), ledger);
    }

    /** Ends it and keeps its figures. */
    void end(Trickle trickle, String when) throws IOException, InterruptedException {
        add(trickle.end());
        trickle.failures().forEach(failure -> failures.add(when + ": " + failure));
    }

    void add(LoadReport load) {
        loads.add(load);
    }

    /** How many couriers are in memory, recovered, on all nodes that say. */
    long active() {
        long sum = 0;
        for (NodeSpec node : fleet.all()) {
            try {
                sum += active(node);
            } catch (IOException notNow) {
                continue;
            }
        }
        return sum;
    }

    private static long active(NodeSpec node) throws IOException {
        String url = "http://" + node.host() + ":" + node.ports().http() + "/metrics";
        return Math.round(Metrics.parse(HttpText.get(url))
                .sum(ACTIVE)
                .orElseThrow(() -> new IOException("no " + ACTIVE + " at " + url)));
    }

    /** Whether every node has all couriers of its shards in memory, and every shard is on one. */
    boolean isAtHome() {
        try {
            int shards = 0;
            for (NodeSpec node : fleet.all()) {
                Set<Integer> there = ClusterView.shards(node);
                shards += there.size();
                if (active(node)
                        < there.stream().mapToLong(shard -> ofShard[shard]).sum()) {
                    return false;
                }
            }
            return shards == ofShard.length;
        } catch (IOException notNow) {
            return false;
        }
    }

    /** As {@link Fleet#await}, less often: it costs the nodes something to say. */
    static boolean await(Fleet.Condition condition, Duration atMost) throws InterruptedException {
        return Fleet.await(condition, atMost, POLL_MILLIS);
    }

    /** Far more than anything here may take. */
    Duration patience() {
        return Duration.ofMinutes(3).plusMillis(20L * settings.couriers());
    }

    List<String> timeline() {
        return timeline.lines();
    }

    /** All loads together. */
    LoadReport load(Duration elapsed) {
        Histogram latency = new Histogram(Duration.ofHours(1).toMillis() * 1000, 3);
        List<String> troubles = new ArrayList<>();
        long[] sums = new long[8];
        for (LoadReport load : loads) {
            long[] figures = {
                load.accepted(),
                load.duplicates(),
                load.rejected(),
                load.refused(),
                load.unanswered(),
                load.requests(),
                load.retries(),
                load.replays()
            };
            for (int k = 0; k < sums.length; k++) {
                sums[k] += figures[k];
            }
            latency.add(load.latency());
            troubles.addAll(load.troubles());
        }
        return new LoadReport(
                sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], elapsed, latency, troubles);
    }
}
