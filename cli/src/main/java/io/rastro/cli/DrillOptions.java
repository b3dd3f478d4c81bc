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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all drills have in common: the load, the system of their own, the report. */
final class DrillOptions {

    /** Files of the lake that are ready soon after the end. */
    private static final String NODE_SETTINGS = "rastro.sinks.lake { max-age = 8 s, max-idle = 3 s }\n";

    private static final int NUMBER_OF_SHARDS = 128;

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
            description = "How long the phases before and after are (default: ${DEFAULT-VALUE}).")
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
        Fleet.Maker of(DevStack stack) throws IOException;
    }

    /** @param slots ports for so many times the nodes are needed */
    int run(Scenario scenario, int slots) throws IOException {
        return run(scenario, slots, stack -> maker(stack, slots));
    }

    int run(Scenario scenario, int slots, Terrain terrain) throws IOException {
        DrillSettings settings = settings(slots);
        Path given = data;
        Path own = given == null ? Files.createTempDirectory("rastro-drill") : given;
        int result = Rastro.FAILED;
        try {
            result = run(settings, scenario, own, terrain);
            return result;
        } finally {
            if (given == null && result == Rastro.DONE) {
                OwnDirectory.delete(own, this::say);
            } else {
                say("the system's data and logs are in " + own);
            }
        }
    }

    private int run(DrillSettings settings, Scenario scenario, Path own, Terrain terrain) throws IOException {
        say("starting a system in " + own);
        DevStackSettings servers = DevStackSettings.in(own)
                .withPorts(PortPlan.free())
                .withFresh(true)
                .withListener(new DevProgress("rastro drill", spec.commandLine().getErr()));
        try (DevStack stack = DevStack.start(servers)) {
            Fleet fleet = new Fleet(stack, terrain.of(stack));
            fleet.startFirst(nodes);
            DrillReport report = Drill.run(settings, scenario, fleet, own.resolve("ledger"), this::say);
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? DrillSummary.json(report) + "\n" : DrillSummary.text(report));
            out.flush();
            return report.isGood() ? Rastro.DONE : Rastro.FAILED;
        }
    }

    /** The first nodes know each other; those that come later know every place where a node may be. */
    private Fleet.Maker maker(DevStack stack, int slots) {
        DevNodes maker = nodesOf(stack);
        List<Place> first = places(stack.ports(), nodes);
        List<Place> all = places(stack.ports(), nodes * slots);
        return (name, slot, version, joining) -> {
            Place own = all.get(slot);
            NodeSpec node = joining ? maker.joining(name, own, all) : maker.node(name, own, first);
            return node.withEnv(Map.of("RASTRO_APP_VERSION", version));
        };
    }

    static DevNodes nodesOf(DevStack stack) {
        return new DevNodes(stack.data(), stack.endpoints(), NODE_SETTINGS);
    }

    private static List<Place> places(PortPlan ports, int count) {
        return IntStream.range(0, count)
                .mapToObj(slot -> Place.here(ports.node(slot)))
                .toList();
    }

    private DrillSettings settings(int slots) {
        int most = PortPlan.MAX_NODES / slots;
        if (nodes < 1 || nodes > most) {
            throw wrong("--nodes must be from 1 to " + most);
        }
        if (!(rate > 0) || couriers < 1 || connections < 1 || watchers < 0 || watchers > couriers) {
            throw wrong("--rate, --couriers and --connections must be positive, --watchers from 0 to --couriers");
        }
        return new DrillSettings(
                nodes, rate, couriers, watchers, connections, warmUp, steady, patience, NUMBER_OF_SHARDS);
    }

    /** What is left without one of them has to be a majority, also in the eyes of who comes back. */
    void requireNodes(int least) {
        if (nodes < least) {
            throw wrong("--nodes must be at least " + least);
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
