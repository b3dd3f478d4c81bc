package io.rastro.proving.drill;

import io.rastro.devstack.NodeSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All nodes are stopped, and started again at once, with all couriers remembered; posts are sent as soon as one is ready. */
final class CrowdRestarts {

    private static final double SECONDS = 150;
    private static final double KNOWN_A_SECOND = 10;
    private static final double NEW_A_SECOND = 10;
    private static final String LATE = "late";
    private static final int MOST_LATE = 100_000;
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private final Crowd crowd;

    CrowdRestarts(Crowd crowd) {
        this.crowd = crowd;
    }

    void run() throws IOException, InterruptedException {
        long told = crowd.mark("SIGTERM to all nodes");
        List<NodeSpec> nodes = crowd.fleet.stopAll();
        long gone = crowd.mark("all nodes are gone");
        long began = crowd.mark("start of all nodes");
        Background start = Background.begin("start-all", () -> crowd.fleet.startAll(nodes));
        Fleet.await(() -> start.hasFailed() || crowd.balancer.anyIn(), READY_WITHIN);
        long ready = crowd.mark("a node is ready");
        Trickle known = crowd.trickle(Crowd.NAME, crowd.settings.couriers(), KNOWN_A_SECOND);
        Trickle late = crowd.trickle(LATE, MOST_LATE, NEW_A_SECOND);
        boolean home = Crowd.await(() -> start.hasFailed() || isBack(late), crowd.patience()) && !start.hasFailed();
        long done = crowd.mark(home ? "all couriers are back in memory" : "NOT all couriers are back in memory");
        Trickle.Figures ofKnown = known.figures();
        Trickle.Figures ofNew = late.figures();
        start.end();
        TimeUnit.NANOSECONDS.sleep(crowd.settings.steady().toNanos());
        crowd.end(known, "restart, known couriers");
        crowd.end(late, "restart, new couriers");
        note("restart: SIGTERM to the end of all", (gone - told) / 1e9, "s");
        note("restart: start to the first node ready", (ready - began) / 1e9, "s");
        note("restart: start to all couriers back", (done - began) / 1e9, "s");
        ofPosts("known", ofKnown, began);
        ofPosts("new", ofNew, began);
        crowd.bounds.add(Bound.exact("restart: all couriers are back", home ? "yes" : "no", "yes", home));
        crowd.bounds.add(
                Bounds.within("start with all couriers remembered", home ? (done - began) / 1e9 : null, SECONDS));
        Long first = ofNew.firstAcceptedNanos();
        crowd.bounds.add(Bounds.within(
                "restart: the first post of a new courier is taken before that",
                first == null ? null : (first - began) / 1e9,
                (done - began) / 1e9));
    }

    /** What is taken meanwhile is in memory too. */
    private boolean isBack(Trickle late) {
        return crowd.active() >= crowd.settings.couriers() + late.figures().accepted();
    }

    private void ofPosts(String whose, Trickle.Figures figures, long began) {
        String what = "restart, posts of " + whose + " couriers";
        Long first = figures.firstAcceptedNanos();
        crowd.measured.add(new Measured(what + ": start to the first 200", seconds(first, began), "s"));
        note(what + " until all are back", figures.accepted(), "");
        note(what + ": taken at once", figures.percentAtOnce(), "%");
        note(what + ": p99", figures.p99Millis(), "ms");
        note(what + ": longest", figures.maxMillis(), "ms");
    }

    private static @Nullable Double seconds(@Nullable Long at, long began) {
        return at == null ? null : Double.valueOf((at - began) / 1e9);
    }

    private void note(String what, double value, String unit) {
        crowd.measured.add(new Measured(what, value, unit));
    }
}
