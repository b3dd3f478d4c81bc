package io.rastro.proving.drill;

import io.rastro.proving.system.Signals;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code kill -9} of the oldest node, which has the cluster's singletons, and then of another one; supervision starts each
 * again.
 */
public final class Crash implements Scenario {

    private static final double BACK_SECONDS = 15;
    private static final double OTHERS_P99_MILLIS = 1000;

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        String oldest = stage.fleet().oldest();
        kill(stage, oldest, "the oldest");
        stage.rest();
        String now = stage.fleet().oldest();
        String other = stage.fleet().names().stream()
                .filter(name -> !name.equals(now) && !name.equals(oldest))
                .findFirst()
                .orElseThrow(() -> new IOException("a crash drill needs three nodes"));
        kill(stage, other, "a younger one");
    }

    private static void kill(Stage stage, String node, String which) throws IOException, InterruptedException {
        Set<String> couriers = stage.couriersOf(node);
        long pid = stage.fleet().pid(node);
        long killed = stage.mark("kill -9 of " + node + ", " + which);
        Outage outage = stage.outage(killed, couriers);
        Signals.kill(pid);
        stage.awaitBack(outage);
        Double whole = stage.awaitWhole(node, pid, killed);
        note(stage, which + ": ", outage.figures(), whole);
    }

    private static void note(Stage stage, String which, Outage.Figures figures, @Nullable Double whole) {
        Double back = Outage.secondsUntilAllWereBack(figures);
        stage.measured(which + "couriers that lived there", (double) figures.couriers(), "");
        stage.measured(which + "of them refused meanwhile", (double) figures.refused(), "");
        stage.measured(which + "kill to all of them back", back, "s");
        stage.measured(which + "kill to the cluster whole again", whole, "s");
        stage.bound(Bounds.is(which + "its couriers are back", back != null));
        stage.bound(Bounds.within(which + "couriers of the dead node accept again", back, BACK_SECONDS));
        double others = figures.others().getValueAtPercentile(99) / 1e3;
        stage.bound(Bounds.atMost(which + "p99 of the other couriers' posts", others, OTHERS_P99_MILLIS));
        stage.bound(Bounds.happened(which + "the cluster is whole again", whole));
    }
}
