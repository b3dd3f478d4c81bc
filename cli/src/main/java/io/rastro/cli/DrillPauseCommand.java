package io.rastro.cli;

import io.rastro.proving.drill.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A node stands still, and goes on when others serve in its place. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "SIGSTOP of the oldest node, SIGCONT when the others have taken its couriers over; it has to end"
                + " itself without having written anything, and is started again by supervision.",
        footer = {
            "",
            "Bounds: its couriers are taken over; the zombie ends itself; the cluster is whole again by itself; and those of",
            "every drill. The node goes on whatever becomes of this command.",
            DrillOptions.EVERY_DRILL
        })
final class DrillPauseCommand implements Callable<Integer> {

    @Mixin
    private DrillOptions options;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long the node stands still; longer than the others take to do without it"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration hold;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillPauseCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check(3);
        return options.run(new Pause(hold));
    }
}
