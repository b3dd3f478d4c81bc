package io.rastro.proving.chaos;

import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.EndlessSource;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.OddAccounts;
import io.rastro.proving.load.OddCouriers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Four loads at once into one ledger: single posts, batches as NDJSON, and a gateway's mixture as Avro; with positions
 * among them that are out of range, or were sent before. And Pix events, of each account several requests at a time, some of
 * them told before, or with another amount than before.
 */
final class ChaosLoad {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int COPIES = 3;

    /** More than one, so that an event of an account is of several requests. */
    private static final int PIX_REQUESTS_EACH = 3;

    private static final int PIX_BATCH = 3;
    private static final int PIX_CONNECTIONS = 16;

    private final List<LoadRun> runs = new ArrayList<>();
    private final List<EndlessSource> sources = new ArrayList<>();
    private final List<OddCouriers> couriers = new ArrayList<>();
    private final List<FutureTask<LoadReport>> positions = new ArrayList<>();
    private final List<FutureTask<LoadReport>> pix = new ArrayList<>();

    /**
     * What became of it.
     *
     * @param positions single posts, batches, the gateway's
     * @param pix none without accounts
     */
    record Reports(List<LoadReport> positions, List<LoadReport> pix) {}

    private record Kind(String name, BodyFormat format, int batch, boolean gateway, double share) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("single", BodyFormat.JSON, 1, false, 0.5),
            new Kind("batch", BodyFormat.NDJSON, 20, false, 0.25),
            new Kind("gateway", BodyFormat.AVRO, 20, true, 0.25));

    static ChaosLoad begin(
            ChaosSettings settings, List<InetSocketAddress> targets, Ledger ledger, Acceptance acceptance) {
        ChaosLoad load = new ChaosLoad();
        KINDS.forEach(kind -> load.begin(kind, settings, targets, ledger, acceptance));
        if (settings.pixAccounts() > 0) {
            load.beginPix(settings, targets, ledger);
        }
        return load;
    }

    private void begin(
            Kind kind, ChaosSettings settings, List<InetSocketAddress> targets, Ledger ledger, Acceptance acceptance) {
        OddCouriers source = new OddCouriers(
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
        couriers.add(source);
        positions.add(begin(kind.name(), source, new LoadRun(how, source, ledger, hearing(acceptance))));
    }

    private void beginPix(ChaosSettings settings, List<InetSocketAddress> targets, Ledger ledger) {
        EndlessSource source =
                new OddAccounts("chaos-pix", settings.pixAccounts(), PIX_REQUESTS_EACH, PIX_BATCH, settings.seed());
        LoadSettings how =
                new LoadSettings(targets, PIX_CONNECTIONS, BodyFormat.JSON, settings.pixRate(), TIMEOUT, PATIENCE);
        pix.add(begin("pix", source, new LoadRun(how, source, ledger, LoadRun.Watcher.NONE)));
    }

    private FutureTask<LoadReport> begin(String name, EndlessSource source, LoadRun run) {
        FutureTask<LoadReport> task = new FutureTask<>(run::run);
        Thread thread = new Thread(task, "load-" + name);
        thread.setDaemon(true);
        thread.start();
        sources.add(source);
        runs.add(run);
        return task;
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
    Reports end() throws IOException, InterruptedException {
        sources.forEach(EndlessSource::end);
        return new Reports(reports(positions), reports(pix));
    }

    private static List<LoadReport> reports(List<FutureTask<LoadReport>> tasks)
            throws IOException, InterruptedException {
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
