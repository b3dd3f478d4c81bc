package io.rastro.proving.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Replaces each node by one of the next version: start the new one, wait until it is in, SIGTERM the old one. */
public final class Rolling implements Scenario {

    private static final double NODE_SECONDS = 25;
    private static final Duration IN_WITHIN = Duration.ofSeconds(30);

    private final Duration minReady;
    private final List<Replacement> replacements = new ArrayList<>();

    /**
     * One node for another.
     *
     * @param start from the start of the new one until it is behind the balancer
     * @param stop from SIGTERM to the end of the old one
     * @param all from the start of the new one to the end of the old one
     */
    private record Replacement(String old, String next, double start, double stop, double all) {}

    /** @param minReady how long a new node is ready before the old one is told to stop */
    public Rolling(Duration minReady) {
        this.minReady = minReady;
    }

    @Override
    public String name() {
        return "rolling";
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        int nodes = stage.settings().nodes();
        for (int k = 0; k < nodes; k++) {
            replace(stage, "node-" + k, "node-" + (nodes + k), nodes + k);
        }
    }

    private void replace(Stage stage, String old, String next, int slot) throws IOException, InterruptedException {
        long started = stage.mark("start of " + next);
        stage.fleet().start(next, slot, "2");
        if (!stage.balancer().await(next, true, IN_WITHIN)) {
            throw new IOException(next + " was ready and does not stay so");
        }
        long in = stage.mark(next + " is in");
        TimeUnit.NANOSECONDS.sleep(minReady.toNanos());
        long told = stage.mark("SIGTERM to " + old);
        stage.fleet().stop(old);
        long gone = stage.mark(old + " is gone");
        replacements.add(new Replacement(old, next, (in - started) / 1e9, (gone - told) / 1e9, (gone - started) / 1e9));
    }

    @Override
    public List<Measured> measured() {
        List<Measured> measured = new ArrayList<>();
        for (Replacement one : replacements) {
            measured.add(new Measured(one.next() + ": start to in", one.start(), "s"));
            measured.add(new Measured(one.old() + ": SIGTERM to end", one.stop(), "s"));
        }
        return measured;
    }

    @Override
    public List<Bound> bounds() {
        double longest =
                replacements.stream().mapToDouble(Replacement::all).max().orElse(Double.NaN);
        return List.of(Bound.timed(
                "longest replacement of a node",
                String.format(Locale.ROOT, "%.1f s", longest),
                String.format(Locale.ROOT, "%.0f s", NODE_SECONDS),
                longest <= NODE_SECONDS));
    }

    @Override
    public long p99Millis() {
        return 1000;
    }

    @Override
    public long longestMillis() {
        return 5000;
    }

    @Override
    public boolean mayRetryMore() {
        return false;
    }
}
