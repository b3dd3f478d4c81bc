package io.rastro.cli;

import io.rastro.devstack.DevStackSettings;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.PortPlan;
import io.rastro.devstack.s3.FaultyS3;
import io.rastro.proving.chaos.Chaos;
import io.rastro.proving.chaos.ChaosReport;
import io.rastro.proving.chaos.ChaosSettings;
import io.rastro.proving.chaos.Fault;
import io.rastro.proving.chaos.Schedule;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Hurts a system of its own under load, and checks that nothing was lost. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Starts a system of its own, hurts its processes in a seeded random order under a load that"
                + " tries again what failed, heals it, and checks that everything acknowledged is in the journal,"
                + " Kafka, the tables and the lake: nothing lost, nothing twice, nothing that was rejected.",
        footer = {
            "",
            "Faults (--faults takes these, or what they begin with, such as s3, with commas between):",
            "node-kill, node-pause, kafka-kill, kafka-pause, kafka-slow, producer-full, cassandra-kill,",
            "cassandra-pause, cassandra-slow, registry-kill, registry-pause, s3-kill, s3-pause, s3-slow, s3-429,",
            "s3-500, s3-503, s3-reset, s3-hang, s3-disk-full, retry-storm, wrong-clocks. --plan describes them.",
            "Only processes that it has started itself are hurt. The same seed gives the same schedule.",
            "accepts again: from the end of the fault (the death of a killed process) until posts of positions are accepted",
            "without a break. Exit 0 when no position, Pix event or signal is lost or doubled and every post was answered in",
            "the end.",
            "Its data directory is removed after a success, and kept after a failure."
        })
final class ChaosCommand implements Callable<Integer> {

    /** Batches and queues that are small, so that a run of minutes has many of their ends in it. */
    private static final String NODE_SETTINGS = """
            rastro.sinks.lake { max-age = 8 s, max-idle = 3 s }
            rastro.sinks.egress { queue-size = 500, buffer-size = 1 MiB }
            """;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything that is random (default: a random one).")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "5",
            description = "For how long faults are begun (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--faults", paramLabel = "NAME", split = ",", description = "Only these (default: all).")
    private String @Nullable [] faults;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "400",
            description = "Positions a second, half of them in single posts (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--couriers",
            paramLabel = "N",
            defaultValue = "300",
            description = "Couriers that post (default: ${DEFAULT-VALUE}).")
    private int couriers;

    @Mixin
    private PixOptions pix;

    @Option(
            names = "--nodes",
            paramLabel = "K",
            defaultValue = "1",
            description = "Ingest nodes (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the system keeps its data, which is kept (default: a temporary directory).")
    private @Nullable Path data;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "180s",
            description = "How long the sinks may take after the last fault (default: ${DEFAULT-VALUE}).")
    private Duration patience;

    @Option(names = "--plan", description = "Only print the faults and the schedule.")
    private boolean plan;

    @Option(names = "--json", description = "The outcome as one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    ChaosCommand() {}

    @Override
    public Integer call() throws IOException {
        ChaosSettings settings = settings();
        if (plan) {
            print(planOf(settings));
            return Rastro.DONE;
        }
        say("seed " + settings.seed());
        Path given = data;
        Path own = given == null ? Files.createTempDirectory("rastro-chaos") : given;
        int result = Rastro.FAILED;
        try {
            result = run(settings, own);
            return result;
        } finally {
            if (given == null && result == Rastro.DONE) {
                OwnDirectory.delete(own, this::say);
            } else {
                say("the system's data and logs are in " + own);
            }
        }
    }

    private int run(ChaosSettings settings, Path own) throws IOException {
        say("starting a system in " + own);
        PortPlan ports = PortPlan.free();
        DevStackSettings stack = DevStackSettings.in(own)
                .withPorts(ports)
                .withFresh(true)
                .withListener(new DevProgress("rastro chaos", spec.commandLine().getErr()));
        try (FaultyS3 s3 = FaultyS3.before(URI.create("http://127.0.0.1:" + ports.s3()));
                DevSystem system = DevSystem.start(stack, nodes, servers -> behind(s3, servers), NODE_SETTINGS)) {
            Endpoints endpoints = Endpoints.read(own);
            say("under load at " + system.url() + ", for " + settings.duration().toSeconds() + " s");
            ChaosReport report = Chaos.run(
                    settings,
                    new Chaos.Target(() -> Endpoints.read(own), s3, RunningSystem.addresses(endpoints.http())),
                    own.resolve("ledger"),
                    this::say);
            print(json ? ChaosSummary.json(report) + "\n" : ChaosSummary.text(report));
            return report.isGood() ? Rastro.DONE : Rastro.FAILED;
        }
    }

    private static Endpoints behind(FaultyS3 s3, Endpoints servers) {
        Endpoints.S3 real = Objects.requireNonNull(servers.s3());
        Endpoints.S3 proxied = new Endpoints.S3(
                s3.endpoint().toString(), real.bucket(), real.accessKey(), real.secretKey(), real.region());
        return new Endpoints(
                servers.http(),
                servers.management(),
                servers.kafka(),
                servers.cassandra(),
                proxied,
                servers.registry(),
                servers.pids());
    }

    private ChaosSettings settings() {
        if (!(minutes > 0) || minutes > 24 * 60) {
            throw wrong("--minutes must be more than 0 and at most 1440");
        }
        if (!(rate > 0) || couriers < 4 || nodes < 1 || nodes > PortPlan.MAX_NODES) {
            throw wrong("--rate must be positive, --couriers at least 4, --nodes from 1 to " + PortPlan.MAX_NODES);
        }
        pix.check(this::wrong);
        long chosen = seed == null ? new SplittableRandom().nextLong(1_000_000) : seed;
        Duration duration = Duration.ofMillis((long) (minutes * 60_000));
        return new ChaosSettings(
                chosen, duration, chosenFaults(), rate, couriers, pix.rate(), pix.accounts(), 64, patience);
    }

    private Set<Fault> chosenFaults() {
        if (faults == null) {
            return EnumSet.allOf(Fault.class);
        }
        try {
            return Arrays.stream(faults)
                    .flatMap(name -> Fault.named(name.strip()).stream())
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
        } catch (IllegalArgumentException e) {
            throw wrong("--faults: " + e.getMessage());
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    /** As far as it can be told beforehand: what is not known is how long the system takes to accept again. */
    private static String planOf(ChaosSettings settings) {
        StringBuilder text = new StringBuilder();
        for (Fault fault : List.copyOf(EnumSet.copyOf(settings.faults()))) {
            text.append(String.format(Locale.ROOT, "%-15s %s%n", fault.id(), fault.description()));
        }
        text.append(String.format(Locale.ROOT, "%nseed %d%n", settings.seed()));
        Schedule schedule = new Schedule(settings.seed(), settings.faults());
        Duration at = Duration.ZERO;
        while (at.compareTo(settings.duration()) < 0) {
            Schedule.Planned next = schedule.next();
            at = at.plus(next.before());
            text.append(String.format(
                    Locale.ROOT,
                    "%3d from %6.1f s %-15s for %4.1f s%n",
                    next.number(),
                    at.toMillis() / 1e3,
                    next.fault().id(),
                    next.hold().toMillis() / 1e3));
            at = at.plus(next.hold());
        }
        return text.toString();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("rastro chaos: " + what);
        err.flush();
    }
}
