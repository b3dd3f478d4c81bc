package io.rastro.proving.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SIGSTOP of the oldest node, and SIGCONT when the others have taken its couriers over: what it does then, a zombie, must
 * harm nobody. It ends itself, and supervision starts it again. Then the same to the node that is the oldest now, for another
 * time.
 */
public final class Pause implements Scenario {

    private final List<Duration> holds;

    /** @param holds how long a node is stopped, one after the other; what ends itself stood still for 5 s */
    public Pause(List<Duration> holds) {
        this.holds = List.copyOf(holds);
    }

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        for (int k = 0; k < holds.size(); k++) {
            Duration hold = holds.get(k);
            String which = holds.size() == 1
                    ? ""
                    : String.format(Locale.ROOT, "hold %d, %.1f s: ", k + 1, hold.toMillis() / 1e3);
            if (k > 0) {
                stage.rest();
            }
            pause(stage, hold, which);
        }
    }

    private static void pause(Stage stage, Duration hold, String which) throws IOException, InterruptedException {
        String node = stage.fleet().oldest();
        Set<String> couriers = stage.couriersOf(node);
        long pid = stage.fleet().pid(node);
        Direct direct = stage.direct(node);
        direct.awaitAccepted();
        long stopped = stage.mark(which + "SIGSTOP of " + node + ", the oldest");
        Outage outage = stage.outage(stopped, couriers);
        long goesOn;
        try (Hurt hurt = Hurt.stop(pid, hold)) {
            hurt.rest(hold);
            goesOn = stage.mark(which + "SIGCONT");
        }
        stage.awaitBack(outage);
        Double ended = stage.awaitEnd("the zombie", pid, goesOn);
        stage.bound(Bounds.none(which + "200s of the zombie after SIGCONT", direct.acceptedSince(goesOn)));
        Double whole = ended == null ? null : stage.awaitWhole(node, pid, goesOn);
        note(stage, which, outage.figures(), ended, whole);
        stage.endDirects();
    }

    private static void note(
            Stage stage, String which, Outage.Figures figures, @Nullable Double ended, @Nullable Double whole) {
        Double back = Outage.secondsUntilAllWereBack(figures);
        stage.measured(which + "couriers that lived there", (double) figures.couriers(), "");
        stage.measured(which + "of them refused meanwhile", (double) figures.refused(), "");
        stage.measured(which + "SIGSTOP to all of them back", back, "s");
        double others = figures.others().getValueAtPercentile(99) / 1e3;
        stage.measured(which + "p99 of the other couriers' posts", others, "ms");
        stage.measured(which + "SIGCONT to the zombie's end", ended, "s");
        stage.measured(which + "SIGCONT to the cluster whole again", whole, "s");
        stage.bound(Bounds.is(which + "its couriers are taken over", back != null));
        stage.bound(Bounds.happened(which + "the zombie ends itself", ended));
        stage.bound(Bounds.happened(which + "the cluster is whole again", whole));
    }
}
