package io.rastro.proving.drill;

import io.rastro.devstack.DevStackException;
import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.SimulatedCouriers;
import io.rastro.proving.system.Drain;
import io.rastro.proving.verify.Verification;
import io.rastro.proving.verify.VerifyReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario under load: single posts on a schedule, those of Pix accounts beside them, and watchers, all of them
 * through a balancer; then everything that was acknowledged has to be in every store, once, and to have been seen by those who
 * watched.
 */
public final class Drill {

    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LONGEST_BACKOFF = Duration.ofMillis(500);
    private static final Duration WATCHERS_WITHIN = Duration.ofSeconds(60);
    private static final Duration FRAMES_WITHIN = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long POLL_MILLIS = 50;

    private final DrillSettings settings;
    private final Scenario scenario;
    private final Fleet fleet;
    private final Path ledgerFile;
    private final Consumer<String> progress;
    private final Timeline timeline = new Timeline();
    private final List<String> couriers;
    private final Streams streams;
    private final Posts posts;

    private Drill(DrillSettings settings, Scenario scenario, Fleet fleet, Path ledgerFile, Consumer<String> progress) {
        this.settings = settings;
        this.scenario = scenario;
        this.fleet = fleet;
        this.ledgerFile = ledgerFile;
        this.progress = progress;
        this.couriers = IntStream.range(0, settings.couriers())
                .mapToObj(k -> scenario.name() + "-" + k)
                .toList();
        this.streams = new Streams(new HashSet<>(couriers.subList(0, settings.watchers())));
        this.posts = new Posts(timeline, streams);
    }

    /**
     * @param fleet whose first nodes are ready, and which nobody else uses
     * @param ledger goes on where an earlier drill of this cluster ended
     */
    public static DrillReport run(
            DrillSettings settings, Scenario scenario, Fleet fleet, Path ledger, Consumer<String> progress)
            throws IOException {
        try {
            return new Drill(settings, scenario, fleet, ledger, progress).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private DrillReport run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (Balancer balancer = Balancer.open(this::noteTurn);
                Ledger ledger = Ledger.open(ledgerFile)) {
            fleet.putBehind(balancer);
            for (String node : fleet.names()) {
                if (!balancer.await(node, true, WATCHERS_WITHIN)) {
                    throw new IOException(node + " is not ready");
                }
            }
            Stage stage =
                    new Stage(scenario.name(), settings, fleet, balancer, timeline, posts, couriers, ledger, progress);
            Loads loads;
            try (Watchers watchers = Watchers.begin(
                    couriers.subList(0, settings.watchers()), balancer.address(), streams, WATCHERS_WITHIN)) {
                loads = underLoad(stage, balancer, ledger);
                awaitFrames();
            }
            return report(stage, began, loads);
        }
    }

    private void noteTurn(String node, boolean in) {
        timeline.note(node + (in ? " comes in" : " goes out"));
    }

    /** @param pix null without accounts */
    private record Loads(LoadReport positions, @Nullable LoadReport pix) {}

    private Loads underLoad(Stage stage, Balancer balancer, Ledger ledger) throws IOException, InterruptedException {
        SimulatedCouriers source =
                new SimulatedCouriers(scenario.name(), settings.couriers(), 1, DAY, 1, Clock.systemUTC());
        LoadRun run = new LoadRun(load(balancer.address()), source, ledger, posts, LONGEST_BACKOFF);
        FutureTask<LoadReport> loading = new FutureTask<>(run::run);
        Thread thread = new Thread(loading, "load");
        thread.setDaemon(true);
        thread.start();
        @Nullable Trickle accounts = null;
        try {
            accounts = settings.pixAccounts() == 0 ? null : accounts(balancer, ledger);
            doneOrBrokenOff(stage, loading);
        } catch (InterruptedException | IOException | RuntimeException e) {
            run.stop();
            throw e;
        } finally {
            source.end();
            if (accounts != null) {
                accounts.noMore();
            }
        }
        stage.endDirects();
        LoadReport pix = accounts == null ? null : accounts.end();
        return new Loads(get(loading), pix);
    }

    private Trickle accounts(Balancer balancer, Ledger ledger) throws IOException {
        return Trickle.beginPix(
                scenario.name() + "-pix", settings.pixAccounts(), settings.pixRate(), balancer.address(), ledger);
    }

    /** What keeps a drill from its end is a finding as well: what was acknowledged until then has to be there. */
    private void doneOrBrokenOff(Stage stage, FutureTask<LoadReport> loading) throws InterruptedException {
        String why = null;
        try {
            phases(stage, loading);
        } catch (IOException | DevStackException e) {
            why = String.valueOf(e.getMessage());
            stage.mark("the drill breaks off: " + why);
        }
        stage.bound(Bound.exact("the drill came to its end", why == null ? "yes" : "no: " + why, "yes", why == null));
    }

    private void phases(Stage stage, FutureTask<LoadReport> loading) throws IOException, InterruptedException {
        during(Phase.WARM_UP, settings.warmUp(), loading);
        if (posts.sinceLastAccepted().compareTo(SILENCE) > 0) {
            throw new IOException("the cluster takes nothing in: " + posts.reasons());
        }
        streams.judge();
        during(Phase.BEFORE, settings.steady(), loading);
        timeline.begins(Phase.DURING);
        progress.accept("phase during");
        scenario.run(stage);
        during(Phase.AFTER, settings.steady(), loading);
    }

    private void during(Phase phase, Duration time, FutureTask<LoadReport> loading)
            throws IOException, InterruptedException {
        if (phase != Phase.WARM_UP) {
            timeline.begins(phase);
        }
        progress.accept("phase " + phase.id());
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            if (loading.isDone()) {
                throw new IOException("the load has ended: " + get(loading).troubles());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private LoadSettings load(InetSocketAddress at) {
        return new LoadSettings(
                List.of(at), settings.connections(), BodyFormat.JSON, settings.rate(), ATTEMPT, PATIENCE);
    }

    private static LoadReport get(FutureTask<LoadReport> loading) throws IOException, InterruptedException {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
    }

    private void awaitFrames() throws InterruptedException {
        progress.accept("waiting for the last frames");
        Fleet.await(() -> streams.missing() == 0, FRAMES_WITHIN);
    }

    private DrillReport report(Stage stage, long began, Loads loads) throws InterruptedException {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        List<PhaseFigures> phases =
                Arrays.stream(Phase.values()).map(posts::figures).toList();
        StreamFigures seen = streams.figures();
        List<Bound> bounds = new ArrayList<>(Bounds.ofPosts(scenario, phases, loads.positions()));
        if (loads.pix() != null) {
            bounds.addAll(Bounds.ofPix(loads.pix()));
        }
        bounds.addAll(stage.bounds());
        bounds.addAll(Bounds.ofStreams(seen));
        Duration drained = null;
        VerifyReport verified = null;
        try {
            progress.accept("waiting for the sinks");
            drained = Drain.await(fleet.stack()::endpoints, settings.patience());
            progress.accept("comparing the ledger with every store");
            verified = Verification.run(ledgerFile, fleet.stack().endpoints(), settings.patience(), progress);
            bounds.addAll(Bounds.ofStores(drained, verified));
        } catch (IOException | RuntimeException e) {
            bounds.add(Bound.exact(Bounds.STORES_AGREE, "could not be compared: " + e, "yes", false));
        }
        return new DrillReport(
                scenario.name(),
                settings,
                elapsed,
                loads.positions(),
                loads.pix(),
                phases,
                seen,
                stage.measured(),
                timeline.lines(),
                posts.reasons(),
                posts.samples(),
                drained,
                verified,
                bounds);
    }
}
