package io.rastro.cli;

import io.rastro.devstack.DevStackSettings;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.PortPlan;
import io.rastro.proving.bench.Bench;
import io.rastro.proving.bench.BenchReport;
import io.rastro.proving.bench.BenchSettings;
import io.rastro.proving.bench.LiveSettings;
import io.rastro.proving.bench.PixSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** First marks of throughput and latency, on this machine, with every sink running. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures single posts and batches, with all sinks running: posts/s, positions/s, latency,"
                + " whether the sinks keep up, CPU of each process; then how soon watchers see a position that"
                + " is posted, and beside it what the Cassandra driver alone does.",
        footer = {
            "",
            "Use a system that does nothing else. A cold JVM serves a tenth of a warm one: keep the warm-up.",
            "The load runs on the same machine; what it takes is printed with the rest.",
            "A frame's latency counts from the instant its post was due by the schedule, not from when it was sent; so",
            "does that of a signal, up to a consumer of the topic.",
            "Exit 0 when every post was answered for, the sinks caught up and each watcher saw each position once,",
            "in order."
        })
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of a running dev system (default: starts one of its own).")
    private @Nullable Path data;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "120s",
            description = "Before anything is measured (default: ${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "Of each phase (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--couriers",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Couriers that post (default: ${DEFAULT-VALUE}).")
    private int couriers;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "128",
            description = "For single posts; half as many for batches (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "50",
            description = "Positions in a post of the second phase (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "180s",
            description = "How long to wait for the sinks after a phase (default: ${DEFAULT-VALUE}).")
    private Duration drain;

    @Option(
            names = "--live-rate",
            paramLabel = "R",
            defaultValue = "500",
            description = "Single posts a second while watchers are measured; 0: no watchers"
                    + " (default: ${DEFAULT-VALUE}).")
    private double liveRate;

    @Option(
            names = "--live-couriers",
            paramLabel = "N",
            defaultValue = "50",
            description = "Couriers that are watched (default: ${DEFAULT-VALUE}).")
    private int liveCouriers;

    @Option(
            names = "--live-watchers",
            paramLabel = "N",
            defaultValue = "1",
            description = "WebSockets that watch each of them (default: ${DEFAULT-VALUE}).")
    private int liveWatchers;

    @Option(
            names = "--live-duration",
            paramLabel = "TIME",
            description = "How long watchers are measured; 0: not at all (default: as --duration).")
    private @Nullable Duration liveDuration;

    @Option(
            names = "--pix-accounts",
            paramLabel = "N",
            defaultValue = "0",
            description = "Pix accounts that tell single events, as fast as the answers come; then one account at 1,000"
                    + " events/s, then how soon a signal is on its topic; 0: not measured (default: ${DEFAULT-VALUE}).")
    private int pixAccounts;

    @Option(names = "--json", description = "The figures as one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    BenchCommand() {}

    @Override
    public Integer call() throws IOException {
        check("--couriers", couriers, 1, 10_000_000);
        check("--connections", connections, 1, 10_000);
        check("--batch", batch, 1, 10_000);
        check("--live-couriers", liveCouriers, 0, 10_000);
        check("--live-watchers", liveWatchers, 1, 1_000);
        check("--pix-accounts", pixAccounts, 0, 1_000_000);
        if (!(liveRate >= 0)) {
            throw new ParameterException(spec.commandLine(), "--live-rate must not be negative: " + liveRate);
        }
        Path given = data;
        if (given != null) {
            return measure(given);
        }
        return measureOwn(Files.createTempDirectory("rastro-bench"));
    }

    /** With a system of its own, of which nothing is left after a success or Ctrl-C once it runs; else it is said where it lies. */
    private int measureOwn(Path own) throws IOException {
        say("starting a system in " + own);
        DevStackSettings settings = DevStackSettings.in(own)
                .withPorts(PortPlan.free())
                .withListener(new DevProgress("rastro bench", spec.commandLine().getErr()));
        AtomicReference<@Nullable DevSystem> running = new AtomicReference<>();
        Thread onInterrupt = new Thread(() -> interrupted(own, running.get()));
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        int result = Rastro.FAILED;
        try (DevSystem system = DevSystem.start(settings, 1)) {
            running.set(system);
            say("measuring " + system.url());
            result = measure(own);
            return result;
        } finally {
            if (goesOn(onInterrupt)) {
                leave(own, result);
            }
        }
    }

    /** @return false when this program is ending and the hook does the rest */
    private static boolean goesOn(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private void interrupted(Path own, @Nullable DevSystem system) {
        if (system != null) {
            system.close();
        }
        leave(own, system == null ? Rastro.FAILED : Rastro.DONE);
    }

    private void leave(Path own, int result) {
        if (result == Rastro.DONE) {
            OwnDirectory.delete(own, this::say);
        } else {
            say("what the system left, with its logs, is in " + own);
        }
    }

    private int measure(Path directory) throws IOException {
        Endpoints endpoints = Endpoints.read(directory);
        if (endpoints.pids().nodes().isEmpty()) {
            throw new CommandFailedException("the system in " + directory + " is not running");
        }
        LiveSettings live =
                new LiveSettings(liveRate, liveCouriers, liveWatchers, liveDuration == null ? duration : liveDuration);
        BenchSettings settings = new BenchSettings(
                warmUp, duration, couriers, connections, batch, drain, live, new PixSettings(pixAccounts, duration));
        BenchReport report = Bench.run(
                settings,
                () -> Endpoints.read(directory),
                RunningSystem.addresses(endpoints.http()),
                new SchemaRegistry(DevKafka.settings(endpoints)),
                this::say);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? BenchSummary.json(report) + "\n" : BenchSummary.text(report));
        out.flush();
        return report.isComplete() ? Rastro.DONE : Rastro.FAILED;
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be from " + least + " to " + most + ", not " + value);
        }
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("rastro bench: " + what);
        err.flush();
    }
}
