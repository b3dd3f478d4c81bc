package io.rastro.proving.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A node more, onto which its share of the couriers moves, under a modest load. */
final class CrowdMoves {

    private static final double SECONDS = 60;
    private static final Duration UP_WITHIN = Duration.ofMinutes(2);

    private final Crowd crowd;

    CrowdMoves(Crowd crowd) {
        this.crowd = crowd;
    }

    void run() throws IOException, InterruptedException {
        int slot = crowd.settings.nodes();
        String name = "node-" + slot;
        Trickle load = crowd.trickle(Crowd.NAME, crowd.settings.couriers(), crowd.settings.rate());
        TimeUnit.NANOSECONDS.sleep(crowd.settings.steady().toNanos());
        Trickle.Figures before = load.figures();
        long started = crowd.mark("start of " + name);
        Background start = Background.begin("start-" + name, () -> crowd.fleet.start(name, slot, "1"));
        boolean isUp = Fleet.await(() -> start.hasFailed() || crowd.fleet.isUp(name), UP_WITHIN);
        long up = crowd.mark(isUp ? name + " is up" : name + " is NOT up");
        load.count();
        boolean even = Crowd.await(() -> start.hasFailed() || isEven(), crowd.patience());
        long spread = crowd.mark(even ? "the shards are spread evenly" : "the shards are NOT spread evenly");
        boolean home = even && Crowd.await(() -> start.hasFailed() || crowd.isAtHome(), crowd.patience());
        long done = crowd.mark(home ? "all couriers are back in memory" : "NOT all couriers are back in memory");
        Trickle.Figures meanwhile = load.figures();
        start.end();
        TimeUnit.NANOSECONDS.sleep(crowd.settings.steady().toNanos());
        crowd.end(load, "rebalance");
        int moved = crowd.fleet.shards(name).size();
        note("rebalance: start of the node to up", (up - started) / 1e9, "s");
        note("rebalance: shards that moved", moved, "");
        note("rebalance: up to shards even", (spread - up) / 1e9, "s");
        note("rebalance: up to all couriers back", (done - up) / 1e9, "s");
        ofPosts("before the rebalance", before);
        ofPosts("during the rebalance", meanwhile);
        crowd.bounds.add(Bound.exact(
                "rebalance: the couriers of the shards that moved are back", home ? "yes" : "no", "yes", home));
        crowd.bounds.add(Bounds.within("rebalance of one share", home ? (done - up) / 1e9 : null, SECONDS));
    }

    private void ofPosts(String when, Trickle.Figures figures) {
        note("posts " + when, figures.accepted(), "");
        note("posts " + when + ": p99", figures.p99Millis(), "ms");
        note("posts " + when + ": longest", figures.maxMillis(), "ms");
        note("posts " + when + ": taken at once", figures.percentAtOnce(), "%");
    }

    private void note(String what, double value, String unit) {
        crowd.measured.add(new Measured(what, value, unit));
    }

    private boolean isEven() {
        IntSummaryStatistics sizes = new IntSummaryStatistics();
        try {
            for (String node : crowd.fleet.names()) {
                Set<Integer> shards = crowd.fleet.shards(node);
                sizes.accept(shards.size());
            }
        } catch (IOException notNow) {
            return false;
        }
        return sizes.getSum() == crowd.settings.numberOfShards() && sizes.getMax() - sizes.getMin() <= 1;
    }
}
