package io.rastro.cli;

import io.rastro.proving.drill.Rolling;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A deploy of the next version. */
@Command(
        name = "rolling",
        mixinStandardHelpOptions = true,
        description = "Replaces every node by one of the next version, one by one: start the new one, wait until it is"
                + " ready and behind the balancer, SIGTERM the old one, wait until it is gone.",
        footer = {
            "",
            "Bounds: no post fails after one retry; p99 of the posts meanwhile 1 s, longest 5 s; 25 s a node; and those of",
            "every drill.",
            "A retry is a further attempt after any answer that is not final (503 and the like, a reset, no answer in",
            "5 s); it waits as long as Retry-After says. A post's time runs from the instant at which it was due to its",
            "final answer, all attempts and waits in it.",
            DrillOptions.EVERY_DRILL
        })
final class DrillRollingCommand implements Callable<Integer> {

    @Mixin
    private DrillOptions options;

    @Option(
            names = "--min-ready",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "How long a new node is ready before the old one is told to stop, like minReadySeconds"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration minReady;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillRollingCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check(1);
        return options.run(new Rolling(minReady));
    }
}
