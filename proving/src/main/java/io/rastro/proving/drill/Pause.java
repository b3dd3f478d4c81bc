package io.rastro.proving.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SIGSTOP of the oldest node, and SIGCONT when the others have taken its couriers over: what it does then, a zombie, must
 * harm nobody. It ends itself, and supervision starts it again.
 */
public final class Pause implements Scenario {

    private final Duration hold;

    /** @param hold how long it is stopped */
    public Pause(Duration hold) {
        this.hold = hold;
    }

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        String node = stage.fleet().oldest();
        Set<String> couriers = stage.couriersOf(node);
        long pid = stage.fleet().pid(node);
        Direct direct = stage.direct(node);
        direct.awaitAccepted();
        long stopped = stage.mark("SIGSTOP of " + node + ", the oldest");
        Outage outage = stage.outage(stopped, couriers);
        long goesOn;
        try (Hurt hurt = Hurt.stop(pid, hold)) {
            hurt.rest(hold);
            goesOn = stage.mark("SIGCONT");
        }
        stage.awaitBack(outage);
        Double ended = stage.awaitEnd("the zombie", pid, goesOn);
        stage.bound(Bounds.none("200s of the zombie after SIGCONT", direct.acceptedSince(goesOn)));
        Double whole = ended == null ? null : stage.awaitWhole(node, pid, goesOn);
        note(stage, outage.figures(), ended, whole);
        stage.endDirects();
    }

    private static void note(Stage stage, Outage.Figures figures, @Nullable Double ended, @Nullable Double whole) {
        Double back = Outage.secondsUntilAllWereBack(figures);
        stage.measured("couriers that lived there", (double) figures.couriers(), "");
        stage.measured("of them refused meanwhile", (double) figures.refused(), "");
        stage.measured("SIGSTOP to all of them back", back, "s");
        double others = figures.others().getValueAtPercentile(99) / 1e3;
        stage.measured("p99 of the other couriers' posts", others, "ms");
        stage.measured("SIGCONT to the zombie's end", ended, "s");
        stage.measured("SIGCONT to the cluster whole again", whole, "s");
        stage.bound(Bounds.is("its couriers are taken over", back != null));
        stage.bound(Bounds.happened("the zombie ends itself", ended));
        stage.bound(Bounds.happened("the cluster is whole again", whole));
    }
}
