package io.rastro.cli;

import io.rastro.cli.NodeConfigFile.Place;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.DevStackSettings;
import io.rastro.devstack.NodeSpec;
import io.rastro.devstack.PortPlan;
import io.rastro.proving.drill.Drill;
import io.rastro.proving.drill.DrillReport;
import io.rastro.proving.drill.DrillSettings;
import io.rastro.proving.drill.Fleet;
import io.rastro.proving.drill.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all drills have in common: the load, the system of their own, the report. */
final class DrillOptions {

    /** The end of each drill's help. */
    static final String EVERY_DRILL =
            "Bounds of every drill: nothing lost, nothing twice; no live stream with a missing or doubled cursor; no%n"
                    + "sequence number written by two processes. Exit 0 when all bounds hold, also those of time.%n"
                    + "The system's data is removed when all bounds hold, and kept when not.";

    /** A batch of the lake is closed about once in a phase, and soon after the end; no more often: each costs files. */
    private static final String LAKE = "rastro.sinks.lake { max-age = %d s, max-idle = 3 s }\n";

    private static final int LEAST_AGE_SECONDS = 8;
    private static final int MOST_AGE_SECONDS = 60;

    private static final int NUMBER_OF_SHARDS = 128;

    /** Each node may be replaced once. */
    static final int PLACES = 2;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "K",
            defaultValue = "3",
            description = "Nodes of the cluster (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "1000",
            description = "Posts a second, of one position each, on schedule (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--couriers",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Couriers that post in turn (default: ${DEFAULT-VALUE}).")
    private int couriers;

    @Option(
            names = "--watchers",
            paramLabel = "N",
            defaultValue = "200",
            description = "WebSockets, each on a courier of its own; they come back by themselves with their cursor"
                    + " (default: ${DEFAULT-VALUE}).")
    private int watchers;

    @Mixin
    private PixOptions pix;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "512",
            description = "Posts that may be under way at the same time (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "Under load before anything is judged: new processes are slow (default: ${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--steady",
            paramLabel = "TIME",
            defaultValue = "30s",
            description =
                    "How long the load goes on before, between and after what is done (default: ${DEFAULT-VALUE}).")
    private Duration steady;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "180s",
            description = "How long the sinks may take after the last post (default: ${DEFAULT-VALUE}).")
    private Duration patience;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the system keeps its data, which is kept (default: a temporary directory).")
    private @Nullable Path data;

    @Option(names = "--json", description = "The outcome as one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillOptions() {}

    /** Makes the nodes of a stack. */
    @FunctionalInterface
    interface Terrain {
        /** @param more HOCON for the nodes */
        Fleet.Maker of(DevStack stack, String more) throws IOException;
    }

    /** Drills a cluster whose first nodes are ready. */
    @FunctionalInterface
    interface Course {
        DrillReport run(DrillSettings settings, Fleet fleet, Path ledger, Consumer<String> progress) throws IOException;
    }

    /** Nodes beside the servers. */
    int run(Scenario... scenarios) throws IOException {
        return run(this::here, scenarios);
    }

    /** One after the other, on one cluster. */
    int run(Terrain terrain, Scenario... scenarios) throws IOException {
        return run(terrain, Arrays.stream(scenarios).map(DrillOptions::course).toList());
    }

    private static Course course(Scenario scenario) {
        return (settings, fleet, ledger, progress) -> Drill.run(settings, scenario, fleet, ledger, progress);
    }

    /** @param more HOCON for the nodes */
    int run(Course course, String more) throws IOException {
        return run((stack, lake) -> here(stack, lake + more), List.of(course));
    }

    private Fleet.Maker here(DevStack stack, String more) throws IOException {
        return maker(stack, places(stack.ports()), nodes, more);
    }

    private int run(Terrain terrain, List<Course> courses) throws IOException {
        Path given = data;
        Path own = given == null ? Files.createTempDirectory("rastro-drill") : given;
        int result = Rastro.FAILED;
        try {
            result = run(own, terrain, courses);
            return result;
        } finally {
            if (given == null && result == Rastro.DONE) {
                OwnDirectory.delete(own, this::say);
            } else {
                say("the system's data and logs are in " + own);
            }
        }
    }

    private int run(Path own, Terrain terrain, List<Course> courses) throws IOException {
        say("starting a system in " + own);
        DevStackSettings servers = DevStackSettings.in(own)
                .withPorts(PortPlan.free())
                .withFresh(true)
                .withListener(new DevProgress("rastro drill", spec.commandLine().getErr()));
        try (DevStack stack = DevStack.start(servers)) {
            Fleet fleet = new Fleet(stack, terrain.of(stack, lake()));
            fleet.startFirst(nodes);
            // Before anything is judged: a deploy starts nodes of a build that has been started before.
            NodeClasses.of(stack.data()).archive(this::say);
            boolean good = true;
            for (Course course : courses) {
                DrillReport report = course.run(settings(), fleet, own.resolve("ledger"), this::say);
                good &= report.isGood();
                PrintWriter out = spec.commandLine().getOut();
                out.print(json ? DrillSummary.json(report) + "\n" : DrillSummary.text(report));
                out.flush();
            }
            return good ? Rastro.DONE : Rastro.FAILED;
        }
    }

    private String lake() {
        long age = Math.min(Math.max(steady.toSeconds(), LEAST_AGE_SECONDS), MOST_AGE_SECONDS);
        return String.format(Locale.ROOT, LAKE, age);
    }

    private List<Place> places(PortPlan ports) {
        return IntStream.range(0, PLACES * nodes)
                .mapToObj(slot -> Place.here(ports.node(slot)))
                .toList();
    }

    /**
     * The first nodes know each other; those that come later know every place where a node may be.
     *
     * @param places by slot
     * @param first how many of them the first nodes take
     * @param more HOCON for the nodes
     */
    static Fleet.Maker maker(DevStack stack, List<Place> places, int first, String more) throws IOException {
        DevNodes maker = new DevNodes(stack.data(), stack.endpoints(), more);
        return (name, slot, version, joining) -> {
            Place own = places.get(slot);
            NodeSpec node =
                    joining ? maker.joining(name, own, places) : maker.node(name, own, places.subList(0, first));
            return node.withEnv(Map.of("RASTRO_APP_VERSION", version));
        };
    }

    private DrillSettings settings() {
        return new DrillSettings(
                nodes,
                rate,
                couriers,
                watchers,
                pix.rate(),
                pix.accounts(),
                connections,
                warmUp,
                steady,
                patience,
                NUMBER_OF_SHARDS);
    }

    /**
     * Before anything is made.
     *
     * @param leastNodes of which any but one are a majority, where one is taken away
     */
    void check(int leastNodes) {
        int most = PortPlan.MAX_NODES / PLACES;
        if (nodes < leastNodes || nodes > most) {
            throw wrong("--nodes must be from " + leastNodes + " to " + most);
        }
        if (!(rate > 0) || couriers < 1 || connections < 1 || watchers < 0 || watchers > couriers) {
            throw wrong("--rate, --couriers and --connections must be positive, --watchers from 0 to --couriers");
        }
        pix.check(this::wrong);
    }

    void requireOnlyCouriers() {
        if (watchers > 0 || pix.accounts() > 0) {
            throw wrong("this drill has no watchers and no Pix accounts");
        }
    }

    int nodes() {
        return nodes;
    }

    ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("rastro drill: " + what);
        err.flush();
    }
}
