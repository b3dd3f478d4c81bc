package io.rastro.cli;

import io.rastro.proving.drill.Crash;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
            "1 s; the cluster is whole again by itself; and those of every drill.",
            "A courier is back with its first post that is accepted after one was refused; which couriers lived there is",
            "asked for just before the kill. Refused posts are sent again after at most Retry-After and half a second.",
            DrillOptions.EVERY_DRILL
        })
final class DrillCrashCommand implements Callable<Integer> {

    @Mixin
    private DrillOptions options;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillCrashCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check(3);
        return options.run(new Crash());
    }
}
