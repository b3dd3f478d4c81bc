package io.rastro.proving.chaos;

import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.OddCouriers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Three loads at once into one ledger: single posts, batches as NDJSON, and a gateway's mixture as Avro; with positions
 * among them that are out of range, or were sent before.
 */
final class ChaosLoad {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int COPIES = 3;

    private final List<LoadRun> runs = new ArrayList<>();
    private final List<OddCouriers> couriers = new ArrayList<>();
    private final List<FutureTask<LoadReport>> tasks = new ArrayList<>();

    private record Kind(String name, BodyFormat format, int batch, boolean gateway, double share) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("single", BodyFormat.JSON, 1, false, 0.5),
            new Kind("batch", BodyFormat.NDJSON, 20, false, 0.25),
            new Kind("gateway", BodyFormat.AVRO, 20, true, 0.25));

    /** @param seed of the walks and oddities */
    static ChaosLoad begin(
            ChaosSettings settings, List<InetSocketAddress> targets, Ledger ledger, Acceptance acceptance) {
        ChaosLoad load = new ChaosLoad();
        for (Kind kind : KINDS) {
            OddCouriers couriers = new OddCouriers(
                    "chaos-" + kind.name(),
                    Math.max(1, (int) (settings.couriers() * kind.share())),
                    kind.batch(),
                    kind.gateway(),
                    settings.seed());
            LoadSettings how = new LoadSettings(
                    targets,
                    Math.max(2, (int) (settings.connections() * kind.share())),
                    kind.format(),
                    settings.rate() * kind.share(),
                    TIMEOUT,
                    PATIENCE);
            load.begin(kind.name(), couriers, new LoadRun(how, couriers, ledger, hearing(acceptance)));
        }
        return load;
    }

    private void begin(String name, OddCouriers source, LoadRun run) {
        FutureTask<LoadReport> task = new FutureTask<>(run::run);
        Thread thread = new Thread(task, "load-" + name);
        thread.setDaemon(true);
        thread.start();
        couriers.add(source);
        runs.add(run);
        tasks.add(task);
    }

    private static LoadRun.Watcher hearing(Acceptance acceptance) {
        return new LoadRun.Watcher() {
            private long before;

            @Override
            public void progress(long itemsDone) {}

            @Override
            public void accepted(long positions) {
                if (positions > before) {
                    before = positions;
                    acceptance.accepted();
                }
            }

            @Override
            public void trouble(String why) {}
        };
    }

    void storm(boolean on) {
        runs.forEach(run -> run.copies(on ? COPIES : 0));
    }

    void wrongClocks(boolean on) {
        couriers.forEach(source -> source.wrongClocks(on));
    }

    /** Sends nothing new and waits until everything that was sent is answered, or given up. */
    List<LoadReport> end() throws IOException, InterruptedException {
        couriers.forEach(OddCouriers::end);
        List<LoadReport> reports = new ArrayList<>();
        for (FutureTask<LoadReport> task : tasks) {
            try {
                reports.add(task.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
            }
        }
        return reports;
    }
}
