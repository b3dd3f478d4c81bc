package io.rastro.cli;

import io.rastro.proving.drill.Crash;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Nodes die. */
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description =
                "kill -9 of the oldest node, which has the cluster's singletons, and then of a younger one; each is"
                        + " started again by supervision.",
        footer = {
            "",
            "Bounds: every courier that lived on the dead node accepts again within 15 s; p99 of the posts of the others",
            "1 s; the cluster is whole again by itself; nothing lost, nothing twice; no live stream with a missing or",
            "doubled cursor. Exit 0 when all of them hold.",
            "A courier is back with its first post that is accepted after one was refused; which couriers lived there is",
            "asked for just before the kill. Refused posts are sent again after at most Retry-After and half a second.",
            "The system's data is removed when all bounds hold, and kept when not."
        })
final class DrillCrashCommand implements Callable<Integer> {

    @Mixin
    private DrillOptions options;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "15s",
            description = "How long the load goes on after the cluster is whole again (default: ${DEFAULT-VALUE}).")
    private Duration settle;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillCrashCommand() {}

    @Override
    public Integer call() throws IOException {
        options.requireNodes(3);
        return options.run(new Crash(settle), 1);
    }
}
