package io.rastro.cli;

import io.rastro.proving.drill.Crash;
import io.rastro.proving.drill.Namespaces;
import io.rastro.proving.drill.Partition;
import io.rastro.proving.drill.Pause;
import io.rastro.proving.drill.Rolling;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can happen to a cluster, on one. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        description =
                "The other drills one after the other on one cluster: crash, pause, partition, rolling. Each has a load"
                        + " and a report of its own; with --json a report is a line.",
        footer = {
            "",
            "Bounds: those of each drill. Where there can be no network namespaces, the partition is left out, and that is",
            "said.",
            DrillOptions.EVERY_DRILL
        })
final class DrillAllCommand implements Callable<Integer> {

    @Mixin
    private DrillOptions options;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            split = ",",
            defaultValue = "30s",
            description = "Of pause: how long the node stands still, as there (default: ${DEFAULT-VALUE}).")
    private List<Duration> holds;

    @Option(
            names = "--cut",
            paramLabel = "TIME",
            defaultValue = "40s",
            description = "Of partition: how long a cut lasts at least (default: ${DEFAULT-VALUE}).")
    private Duration cut;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillAllCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check(3);
        DrillPauseCommand.check(holds, options);
        Rolling rolling = new Rolling(Duration.ZERO);
        String impossible = Namespaces.impossible();
        if (impossible != null) {
            options.say("without partition: " + impossible);
            return options.run(new Crash(), new Pause(holds), rolling);
        }
        int nodes = options.nodes();
        try (Islands islands = Islands.make(nodes, DrillOptions.PLACES * nodes)) {
            Partition partition = new Partition(islands.network(), cut);
            return options.run(islands, new Crash(), new Pause(holds), partition, rolling);
        }
    }
}
