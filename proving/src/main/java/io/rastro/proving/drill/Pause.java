package io.rastro.proving.drill;

import io.rastro.proving.load.LoadReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SIGSTOP of the oldest node, and SIGCONT when the others have taken its couriers over: what it does then, a zombie, must
 * harm nobody. It ends itself, and supervision starts it again.
 */
public final class Pause implements Scenario {

    private static final Duration WARM = Duration.ofSeconds(3);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(1);
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(3);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    private final Duration hold;
    private final Duration settle;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Bound> bounds = new ArrayList<>();

    /**
     * @param hold how long it is stopped
     * @param settle under load after the cluster is whole again
     */
    public Pause(Duration hold, Duration settle) {
        this.hold = hold;
        this.settle = settle;
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
        TimeUnit.NANOSECONDS.sleep(WARM.toNanos());
        long stopped = stage.mark("SIGSTOP of " + node + ", the oldest");
        Outage outage = stage.outage(stopped, couriers);
        try (Hurt hurt = Hurt.stop(pid, hold)) {
            hurt.rest(hold);
        }
        direct.count();
        long goesOn = stage.mark("SIGCONT");
        boolean back = outage.awaitAll(BACK_WITHIN);
        boolean ended = Fleet.await(() -> !isAlive(pid), ENDS_WITHIN);
        long end = stage.mark(ended ? "the zombie has ended" : "the zombie has NOT ended");
        boolean whole =
                ended && Crash.awaitNext(stage, node, pid) && stage.fleet().awaitWhole(WHOLE_WITHIN);
        long wholeAgain = stage.mark(whole ? "the cluster is whole again" : "the cluster is NOT whole again");
        TimeUnit.NANOSECONDS.sleep(settle.toNanos());
        note(outage.figures(), back, ended ? (end - goesOn) / 1e9 : null, whole ? (wholeAgain - goesOn) / 1e9 : null);
        measured.add(new Measured("zombie: last 200 after SIGCONT", direct.lastAcceptedUntil(end, goesOn), "s"));
        LoadReport last = direct.end();
        bounds.add(
                Bounds.none("posts straight to it that were never answered for", last.unanswered() + last.refused()));
    }

    private void note(Outage.Figures figures, boolean back, @Nullable Double ended, @Nullable Double whole) {
        measured.add(new Measured("couriers that lived there", (double) figures.couriers(), ""));
        measured.add(new Measured("of them refused meanwhile", (double) figures.refused(), ""));
        measured.add(new Measured(
                "SIGSTOP to all of them back", back ? Outage.secondsUntilAllWereBack(figures) : null, "s"));
        measured.add(new Measured(
                "p99 of the other couriers' posts", figures.others().getValueAtPercentile(99) / 1e3, "ms"));
        measured.add(new Measured("SIGCONT to the zombie's end", ended, "s"));
        measured.add(new Measured("SIGCONT to the cluster whole again", whole, "s"));
        bounds.add(Bound.exact("its couriers are taken over", back ? "yes" : "no", "yes", back));
        bounds.add(happened("the zombie ends itself", ended));
        bounds.add(happened("the cluster is whole again", whole));
    }

    static Bound happened(String what, @Nullable Double seconds) {
        return Bound.exact(
                what,
                seconds == null ? "no" : String.format(Locale.ROOT, "after %.1f s", seconds),
                "by itself",
                seconds != null);
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
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
