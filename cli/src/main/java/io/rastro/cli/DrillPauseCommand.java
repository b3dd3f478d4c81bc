package io.rastro.cli;

import io.rastro.proving.drill.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A node stands still, and goes on when others serve in its place. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "SIGSTOP of the oldest node, and SIGCONT when the others have taken its couriers over or are about to; it"
                        + " has to end itself without having written anything, and is started again by supervision.",
        footer = {
            "",
            "Bounds: the zombie answers no post with 200 and ends itself; its couriers are taken over; the cluster is whole",
            "again by itself; and those of every drill. The node goes on whatever becomes of this command.",
            DrillOptions.EVERY_DRILL
        })
final class DrillPauseCommand implements Callable<Integer> {

    /** A second more than after how much standstill a node ends itself. */
    private static final Duration SHORTEST = Duration.ofSeconds(6);

    @Mixin
    private DrillOptions options;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            split = ",",
            defaultValue = "30s",
            description =
                    "How long the node stands still, 6 s at least. Several with commas between, such as 6s,8s,10s, are"
                            + " done one after the other, each to the node that is the oldest then (default: ${DEFAULT-VALUE}).")
    private List<Duration> holds;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillPauseCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check(3);
        check(holds, options);
        return options.run(new Pause(holds));
    }

    static void check(List<Duration> holds, DrillOptions options) {
        if (holds.stream().anyMatch(hold -> hold.compareTo(SHORTEST) < 0)) {
            throw options.wrong("--hold must be 6s at least: a node that stood still for less than 5 s goes on");
        }
    }
}
