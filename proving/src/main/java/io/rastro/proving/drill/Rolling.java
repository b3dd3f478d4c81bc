package io.rastro.proving.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Replaces each node by one of the next version: start the new one, wait until it is in, SIGTERM the old one. */
public final class Rolling implements Scenario {

    private static final double NODE_SECONDS = 25;
    private static final Duration IN_WITHIN = Duration.ofSeconds(30);

    private final Duration minReady;

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
        stage.measured(next + ": start to in", (in - started) / 1e9, "s");
        TimeUnit.NANOSECONDS.sleep(minReady.toNanos());
        long told = stage.mark("SIGTERM to " + old);
        stage.fleet().stop(old);
        long gone = stage.mark(old + " is gone");
        stage.measured(old + ": SIGTERM to end", (gone - told) / 1e9, "s");
        stage.bound(Bounds.within(next + " in the place of " + old, (gone - started) / 1e9, NODE_SECONDS));
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
