package io.rastro.proving.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.devstack.Endpoints;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.SimulatedCouriers;
import io.rastro.proving.system.Backlog;
import io.rastro.proving.system.ProcessUse;
import io.rastro.proving.verify.CassandraSession;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures a running system that nobody else uses: single posts, then batches, as fast as the answers come, all sinks
 * running; then what watchers see of a steady load; then, if wanted, Pix accounts; then the driver alone against the same Cassandra. Its own work is on
 * the same machine and is counted.
 */
public final class Bench {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RAW_INSERTS = Duration.ofSeconds(15);
    private static final Duration LATE_FRAMES = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 250;

    private final BenchSettings settings;
    private final Supplier<Endpoints> endpoints;
    private final List<InetSocketAddress> targets;
    private final Backlog backlog;
    private final Consumer<String> progress;

    private Bench(
            BenchSettings settings,
            Supplier<Endpoints> endpoints,
            List<InetSocketAddress> targets,
            Backlog backlog,
            Consumer<String> progress) {
        this.settings = settings;
        this.endpoints = endpoints;
        this.targets = targets;
        this.backlog = backlog;
        this.progress = progress;
    }

    public static BenchReport run(
            BenchSettings settings,
            Supplier<Endpoints> endpoints,
            List<InetSocketAddress> targets,
            SchemaRegistry registry,
            Consumer<String> progress)
            throws IOException {
        Endpoints system = endpoints.get();
        String kafka = system.kafka();
        Endpoints.Cassandra cassandra = system.cassandra();
        if (kafka == null || cassandra == null) {
            throw new IllegalArgumentException("a benchmark needs Kafka and Cassandra");
        }
        try (Backlog backlog = Backlog.ofPositions(kafka)) {
            Bench bench = new Bench(settings, endpoints, targets, backlog, progress);
            bench.warmUp();
            List<PhaseReport> phases = List.of(
                    bench.phase("single posts", settings.connections(), 1),
                    bench.phase(
                            "batches of " + settings.batch(),
                            Math.max(1, settings.connections() / 2),
                            settings.batch()));
            LiveReport live = null;
            String liveFailure = null;
            try {
                live = bench.live();
            } catch (IOException e) {
                liveFailure = e.getMessage();
            }
            PixReport pix = bench.pix(kafka, registry);
            progress.accept("the driver alone, for " + RAW_INSERTS.toSeconds() + " s");
            try (CqlSession session = CassandraSession.open(cassandra)) {
                return new BenchReport(phases, live, liveFailure, pix, RawInserts.perSecond(session, RAW_INSERTS));
            }
        }
    }

    private void warmUp() throws IOException {
        if (settings.warmUp().isZero()) {
            return;
        }
        progress.accept("warming up for " + settings.warmUp().toSeconds() + " s");
        Duration half = settings.warmUp().dividedBy(2);
        load(settings.connections(), 1, half);
        load(Math.max(1, settings.connections() / 2), settings.batch(), half);
        drain();
    }

    private PhaseReport phase(String name, int connections, int batch) throws IOException {
        progress.accept(name + " for " + settings.duration().toSeconds() + " s");
        Backlog.Reading before = backlog.read();
        Map<String, ProcessUse> usedBefore = uses();
        LoadReport load = load(connections, batch, settings.duration());
        Map<String, ProcessUse> usedAfter = uses();
        Backlog.Reading after = backlog.read();
        long published = after.of(Backlog.POSITIONS_TABLE).written()
                - before.of(Backlog.POSITIONS_TABLE).written();
        long unpublished = Math.max(0, load.accepted() - published);
        progress.accept("waiting for the sinks");
        return new PhaseReport(
                name, connections, batch, load, before, after, unpublished, drain(), difference(usedBefore, usedAfter));
    }

    private @Nullable LiveReport live() throws IOException {
        LiveSettings live = settings.live();
        if (live.isSkipped()) {
            return null;
        }
        Duration warmUp = settings.warmUp().dividedBy(4);
        if (!warmUp.isZero()) {
            progress.accept("warming up the watchers for " + warmUp.toSeconds() + " s");
            LivePhase.run(live.during(warmUp), targets, LATE_FRAMES);
        }
        progress.accept("watching for " + live.duration().toSeconds() + " s");
        return LivePhase.run(live, targets, LATE_FRAMES);
    }

    private @Nullable PixReport pix(String kafka, SchemaRegistry registry) throws IOException {
        if (settings.pix().isSkipped()) {
            return null;
        }
        try (Backlog all = Backlog.of(kafka)) {
            return new PixPhases(settings.pix(), settings.connections(), targets, () -> drain(all), progress)
                    .run(settings.warmUp().dividedBy(2), kafka, registry);
        }
    }

    private LoadReport load(int connections, int batch, Duration duration) throws IOException {
        // The same couriers in every phase: it is not their recovery that is measured.
        SimulatedCouriers couriers =
                new SimulatedCouriers("bench", settings.couriers(), batch, duration, 1, Clock.systemUTC());
        LoadSettings load = new LoadSettings(targets, connections, BodyFormat.JSON, 0, TIMEOUT, TIMEOUT);
        return new LoadRun(load, couriers, null, LoadRun.Watcher.NONE).run();
    }

    private @Nullable Duration drain() throws IOException {
        return drain(backlog);
    }

    /** @return how long it took; null: longer than is waited for */
    private @Nullable Duration drain(Backlog groups) throws IOException {
        long started = System.nanoTime();
        while (System.nanoTime() - started < settings.drainPatience().toNanos()) {
            if (groups.read().worst() == 0) {
                return Duration.ofNanos(System.nanoTime() - started);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        return null;
    }

    private Map<String, ProcessUse> uses() {
        Map<String, ProcessUse> uses = ProcessUse.of(endpoints.get().pids());
        ProcessUse own = ProcessUse.of(ProcessHandle.current().pid());
        if (own != null) {
            uses.put("load", own);
        }
        return uses;
    }

    private static Map<String, Double> difference(Map<String, ProcessUse> before, Map<String, ProcessUse> after) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        after.forEach((name, use) -> {
            ProcessUse earlier = before.get(name);
            seconds.put(name, use.cpuSeconds() - (earlier == null ? 0 : earlier.cpuSeconds()));
        });
        return seconds;
    }
}
