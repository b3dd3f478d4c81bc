package io.rastro.proving.drill;

import io.rastro.proving.system.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code kill -9} of the oldest node, which has the cluster's singletons, and then of another one; supervision starts each
 * again.
 */
public final class Crash implements Scenario {

    private static final double BACK_SECONDS = 15;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(3);

    private final Duration settle;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Bound> bounds = new ArrayList<>();

    /** @param settle under load after the cluster is whole again */
    public Crash(Duration settle) {
        this.settle = settle;
    }

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        String oldest = stage.fleet().oldest();
        kill(stage, oldest, "the oldest");
        String now = stage.fleet().oldest();
        String other = stage.fleet().names().stream()
                .filter(name -> !name.equals(now) && !name.equals(oldest))
                .findFirst()
                .orElseThrow(() -> new IOException("a crash drill needs three nodes"));
        kill(stage, other, "a younger one");
    }

    private void kill(Stage stage, String node, String which) throws IOException, InterruptedException {
        Set<String> couriers = stage.couriersOf(node);
        long pid = stage.fleet().pid(node);
        long killed = stage.mark("kill -9 of " + node + ", " + which);
        Outage outage = stage.outage(killed, couriers);
        Signals.kill(pid);
        boolean back = outage.awaitAll(BACK_WITHIN);
        stage.mark(back ? "its couriers are back" : "NOT all of its couriers are back");
        boolean whole = awaitNext(stage, node, pid) && stage.fleet().awaitWhole(WHOLE_WITHIN);
        long wholeAgain = stage.mark(whole ? "the cluster is whole again" : "the cluster is NOT whole again");
        TimeUnit.NANOSECONDS.sleep(settle.toNanos());
        note(which, outage.figures(), whole ? (wholeAgain - killed) / 1e9 : null);
    }

    /** Another process of that name. */
    static boolean awaitNext(Stage stage, String node, long pid) throws InterruptedException {
        return Fleet.await(() -> stage.fleet().pid(node) != pid, WHOLE_WITHIN);
    }

    private void note(String which, Outage.Figures figures, @Nullable Double whole) {
        Double back = Outage.secondsUntilAllWereBack(figures);
        measured.add(new Measured(which + ": couriers that lived there", (double) figures.couriers(), ""));
        measured.add(new Measured(which + ": of them refused meanwhile", (double) figures.refused(), ""));
        measured.add(new Measured(which + ": kill to all of them back", back, "s"));
        measured.add(new Measured(which + ": kill to the cluster whole again", whole, "s"));
        bounds.add(Bound.exact(which + ": its couriers are back", back == null ? "no" : "yes", "yes", back != null));
        bounds.add(Bounds.within(which + ": couriers of the dead node accept again", back, BACK_SECONDS));
        bounds.add(Bounds.atMost(
                which + ": p99 of the other couriers' posts", figures.others().getValueAtPercentile(99) / 1e3, 1000));
        bounds.add(Pause.happened(which + ": the cluster is whole again", whole));
    }

    @Override
    public List<Measured> measured() {
        return List.copyOf(measured);
    }

    @Override
    public List<Bound> bounds() {
        return List.copyOf(bounds);
    }
}
