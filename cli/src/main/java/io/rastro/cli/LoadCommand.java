package io.rastro.cli;

import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.FileSource;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.PositionsFile;
import io.rastro.proving.load.SimulatedCouriers;
import io.rastro.proving.load.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Drives a running system from a file of positions, or with simulated couriers. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Drives a running system and books every answer.",
        footer = {
            "",
            "Each courier's positions are sent in their order, one request after the other; couriers side by side.",
            "A request that is not answered (503, 429, connection lost) is sent again with the same Idempotency-Key",
            "until --patience is over, so that the figures are the same whether or not a node was killed meanwhile.",
            "Exit 0 when every position was acknowledged, or rejected by name.",
            "",
            "  rastro load --positions fixes.csv.gz --ledger run.ledger",
            "  rastro load --couriers 5000 --rate 2000 --duration 60s --batch 10"
        })
final class LoadCommand implements Callable<Integer> {

    private static final Duration FINISHING = Duration.ofSeconds(5);

    /** The last answers come after the last posts: a short load is a little below its rate. */
    private static final double REACHED = 0.9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Option(
            names = "--url",
            paramLabel = "URL",
            split = ",",
            description = "Base URL of a node, instead of --data; several are used in turn.")
    private @Nullable List<String> urls;

    @ArgGroup(multiplicity = "1")
    private Input input;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Positions in a request (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--format",
            defaultValue = "json",
            description = "${COMPLETION-CANDIDATES}, in any case (default: ${DEFAULT-VALUE}).")
    private BodyFormat format;

    @Option(names = "--gateway", description = "Through /v1/positions, couriers mixed within a request.")
    private boolean gateway;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "64",
            description = "Connections, and so requests under way at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description = "Positions a second; latency then counts from when a request was due"
                    + " (default: as fast as answers come).")
    private double rate;

    @Option(names = "--ledger", paramLabel = "FILE", description = "Appends every acknowledged event to this file.")
    private @Nullable Path ledgerFile;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "120s",
            description = "How long a request is tried again (default: ${DEFAULT-VALUE}).")
    private Duration patience;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long one attempt may take (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "The summary as one JSON object.")
    private boolean json;

    private long unreadable;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    LoadCommand() {}

    /** Where the positions come from: one of the two. */
    static final class Input {
        @Option(
                names = "--positions",
                required = true,
                paramLabel = "FILE",
                description = "CSV, plain or gzipped; columns by name: mover_id,timestamp,lat,lon"
                        + "[,altitude_m,speed_mps,heading_deg,accuracy_m].")
        private @Nullable Path positions;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Simulation simulation;
    }

    /** Couriers that do not exist. */
    static final class Simulation {
        @Option(names = "--couriers", required = true, paramLabel = "N", description = "Simulates so many couriers.")
        private int couriers;

        @Option(
                names = "--duration",
                paramLabel = "TIME",
                defaultValue = "60s",
                description = "For how long, such as 90s or 5m (default: ${DEFAULT-VALUE}).")
        private Duration duration = Duration.ofSeconds(60);

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "The same seed makes the same walks (default: ${DEFAULT-VALUE}).")
        private long seed = 1;
    }

    @Override
    public Integer call() throws IOException {
        check("--batch", batch, 10_000);
        check("--concurrency", concurrency, 10_000);
        if (!(rate >= 0)) {
            throw new ParameterException(spec.commandLine(), "--rate must not be negative: " + rate);
        }
        PrintWriter err = spec.commandLine().getErr();
        LoadSettings settings = new LoadSettings(targets(), concurrency, format, rate, timeout, patience);
        try (Source source = source(err);
                @Nullable Ledger ledger = ledgerFile == null ? null : Ledger.open(ledgerFile);
                LoadDisplay display = LoadDisplay.on(err, source.total())) {
            LoadReport report = run(new LoadRun(settings, source, ledger, display));
            display.close();
            report.troubles().forEach(trouble -> err.println("rastro load: " + trouble));
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? LoadSummary.json(report, unreadable) + "\n" : LoadSummary.text(report, unreadable));
            out.flush();
            tellShortfall(report, err);
            return report.isComplete() && unreadable == 0 ? Rastro.DONE : Rastro.FAILED;
        }
    }

    /** What was asked for and not reached is said, or a slow system looks like a small load. */
    private void tellShortfall(LoadReport report, PrintWriter err) {
        if (report.positionsPerSecond() < rate * REACHED) {
            err.println(String.format(
                    Locale.ROOT,
                    "rastro load: %.0f of the %.0f positions/s asked for: answers came too late, or --concurrency and"
                            + " the couriers are too few (a courier has one request under way)",
                    report.positionsPerSecond(),
                    rate));
        }
    }

    private List<InetSocketAddress> targets() {
        List<String> given = urls;
        return RunningSystem.addresses(given == null ? system.runningEndpoints().http() : given);
    }

    private Source source(PrintWriter err) throws IOException {
        Simulation simulation = input.simulation;
        if (simulation != null) {
            check("--couriers", simulation.couriers, 10_000_000);
            if (gateway) {
                throw new ParameterException(spec.commandLine(), "--gateway replays files, it does not simulate");
            }
            return new SimulatedCouriers(
                    "sim-" + simulation.seed,
                    simulation.couriers,
                    batch,
                    simulation.duration,
                    simulation.seed,
                    Clock.systemUTC());
        }
        Path file = input.positions;
        if (file == null) {
            throw new IllegalStateException("neither a file nor a simulation");
        }
        PositionsFile rows = PositionsFile.open(file, (line, why) -> {
            unreadable++;
            if (unreadable <= 20) {
                err.println("rastro load: line " + line + " is skipped: " + why);
            }
        });
        return gateway ? FileSource.viaGateways(rows, batch, concurrency) : FileSource.perCourier(rows, batch);
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " must be from 1 to " + most + ", not " + value);
        }
    }

    /** Ctrl-C ends the load in order: what is under way is answered and booked, the summary is printed. */
    private static LoadReport run(LoadRun load) throws IOException {
        CountDownLatch finished = new CountDownLatch(1);
        Thread interrupted = new Thread(() -> {
            load.stop();
            try {
                finished.await(FINISHING.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return load.run();
        } finally {
            finished.countDown();
            remove(interrupted);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook has done its work
        }
    }
}
