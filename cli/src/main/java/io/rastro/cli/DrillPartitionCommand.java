package io.rastro.cli;

import io.rastro.proving.drill.Partition;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Nodes lose each other. */
@Command(
        name = "partition",
        mixinStandardHelpOptions = true,
        description = "Three nodes in network namespaces of their own. The oldest is cut off from the two others, and"
                + " healed; then one of these is cut off from the other one and the formerly lonely one, and healed. Clients"
                + " and servers reach all of them all the time.",
        footer = {
            "",
            "Bounds: the last 200 of the minority within 8 s of the cut, the time in which it detects the failure; it ends",
            "itself; its couriers are taken over; the cluster is whole again by itself after healing; and those of every",
            "drill.",
            "Needs Linux, root and iproute2: it makes three namespaces, joins them by a bridge, and cuts by blackhole",
            "routes in them. All of that is removed at the end. The servers stay where they are; the nodes reach them",
            "through Unix domain sockets.",
            DrillOptions.EVERY_DRILL
        })
final class DrillPartitionCommand implements Callable<Integer> {

    @Mixin
    private DrillOptions options;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            defaultValue = "40s",
            description = "How long a cut lasts at least (default: ${DEFAULT-VALUE}).")
    private Duration hold;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillPartitionCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check(3);
        try (Islands islands = Islands.make(options.nodes(), options.nodes())) {
            return options.run(islands, new Partition(islands.network(), hold));
        }
    }
}
