package io.rastro.proving.drill;

import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.Newcomers;
import io.rastro.proving.system.Drain;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All couriers come, and how much heap each of them takes. */
final class CrowdComes {

    private static final double HEAP_BYTES = 12 * 1024;

    /** With fewer the collections' own noise, some megabytes, is more than what is measured. */
    private static final int ENOUGH = 10_000;

    private static final int WARM = 64;
    private static final int PER_REQUEST = 50;
    private static final int CLASSES = 12;
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
    private static final long SAY_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final Crowd crowd;

    CrowdComes(Crowd crowd) {
        this.crowd = crowd;
    }

    void run() throws IOException, InterruptedException {
        warmUp();
        LiveHeap empty = heap();
        long before = crowd.active();
        long began = crowd.mark("the couriers come");
        LoadReport load = create();
        crowd.add(load);
        long created = crowd.mark("all couriers have posted");
        boolean all = Crowd.await(() -> crowd.active() >= crowd.settings.couriers(), crowd.patience());
        crowd.mark(all ? "all couriers are in memory" : "NOT all couriers are in memory");
        @Nullable Duration drained = Drain.await(crowd.fleet.stack()::endpoints, crowd.settings.patience());
        crowd.mark(drained == null ? "NOT everything is published" : "everything is published");
        LiveHeap full = heap();
        double seconds = (created - began) / 1e9;
        long more = Math.max(1, crowd.active() - before);
        note("all couriers come", seconds, "s");
        note("couriers that come, a second", crowd.settings.couriers() / seconds, "");
        note("requests for that which had to be sent again", load.retries(), "");
        note("couriers in memory", crowd.active(), "");
        note("live heap of all nodes without them", empty.bytes() / 1e6, "MB");
        note("live heap of all nodes with them", full.bytes() / 1e6, "MB");
        ofHeap(empty, full, more);
        crowd.bounds.add(Bound.exact("all couriers are in memory", all ? "yes" : "no", "yes", all));
    }

    private void ofHeap(LiveHeap empty, LiveHeap full, long couriers) {
        double each = (full.bytes() - empty.bytes()) / (double) couriers;
        note("heap of a courier, all told", each, "B");
        for (Map.Entry<String, Long> grown : full.growth(empty, CLASSES)) {
            note("  of it " + grown.getKey(), grown.getValue() / (double) couriers, "B");
        }
        if (crowd.settings.couriers() >= ENOUGH) {
            crowd.bounds.add(Bound.exact(
                    "heap of a courier, all told",
                    String.format(Locale.ROOT, "%.2f KiB", each / 1024),
                    String.format(Locale.ROOT, "%.0f KiB", HEAP_BYTES / 1024),
                    each <= HEAP_BYTES));
        }
    }

    /** Some posts, so that what a node makes at its first ones is not counted as the couriers'. */
    private void warmUp() throws IOException, InterruptedException {
        crowd.say("warming up");
        Trickle warm = crowd.trickle(Crowd.NAME, Math.min(WARM, crowd.settings.couriers()), crowd.settings.rate());
        Thread.sleep(crowd.settings.warmUp().toMillis());
        crowd.end(warm, "warming up");
    }

    private LiveHeap heap() throws IOException, InterruptedException {
        long began = System.nanoTime();
        LiveHeap heap =
                LiveHeap.of(crowd.fleet.names().stream().map(crowd.fleet::pid).toList());
        crowd.say(String.format(
                Locale.ROOT,
                "%.1f MB are alive on the heaps, counted in %.1f s",
                heap.bytes() / 1e6,
                (System.nanoTime() - began) / 1e9));
        return heap;
    }

    private LoadReport create() throws IOException {
        Newcomers source = new Newcomers(Crowd.NAME, crowd.settings.couriers(), PER_REQUEST, 1);
        LoadSettings settings = new LoadSettings(
                List.of(crowd.balancer.address()), crowd.settings.connections(), BodyFormat.JSON, 0, ATTEMPT, PATIENCE);
        return new LoadRun(settings, source, crowd.ledger, new Progress(), LONGEST_BACKOFF).run();
    }

    private void note(String what, double value, String unit) {
        crowd.measured.add(new Measured(what, value, unit));
    }

    private final class Progress implements LoadRun.Watcher {

        private long saidNanos = System.nanoTime();
        private long said;

        @Override
        public void progress(long itemsDone) {
            long now = System.nanoTime();
            if (now - saidNanos >= SAY_EVERY_NANOS) {
                double rate = (itemsDone - said) * 1e9 / (now - saidNanos);
                crowd.say(String.format(Locale.ROOT, "%d couriers, %.0f/s", itemsDone, rate));
                saidNanos = now;
                said = itemsDone;
            }
        }

        @Override
        public void trouble(String why) {}
    }
}
