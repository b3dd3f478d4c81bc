package io.rastro.cli;

import io.rastro.proving.drill.ManyCouriers;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Many couriers at the same time. */
@Command(
        name = "couriers",
        mixinStandardHelpOptions = true,
        defaultValueProvider = DrillCouriersCommand.Defaults.class,
        description = "All couriers post once through the gateway's route and stay in memory. Then a node comes to the"
                + " cluster and takes its share of them, under --rate posts a second; then all nodes are stopped, and started"
                + " again at once.",
        footer = {
            "",
            "Bounds: 12 KiB of live heap for each courier, all told, from 10,000 couriers on; 60 s from when the new node is up",
            "until its share of the couriers is in its memory, recovered; 150 s from the start of all nodes until all couriers",
            "are in memory again, while posts of new couriers are taken before that.",
            "The heap is what is alive after a full collection of each node, all nodes together, with the couriers less without",
            "them, by `jcmd PID GC.class_histogram`, which comes with the JDK. --connections is how many requests of 50 new",
            "couriers are under way; --steady how long --rate goes on before and after the move. There are no watchers and",
            "no Pix accounts.",
            DrillOptions.EVERY_DRILL
        })
final class DrillCouriersCommand implements Callable<Integer> {

    /** A courier without anything to do leaves memory after this long elsewhere. */
    private static final String STAY = "rastro.courier.passivate-after = 12h\n";

    @Mixin
    private DrillOptions options;

    /** What differs from the other drills. */
    static final class Defaults implements IDefaultValueProvider {

        private static final Map<String, String> VALUES = Map.of(
                "--nodes", "2",
                "--rate", "50",
                "--couriers", "100000",
                "--watchers", "0",
                "--pix-accounts", "0",
                "--connections", "4",
                "--warm-up", "20s",
                "--steady", "15s",
                "--patience", "600s");

        Defaults() {}

        @Override
        public @Nullable String defaultValue(ArgSpec option) {
            return option instanceof OptionSpec named ? VALUES.get(named.longestName()) : null;
        }
    }

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillCouriersCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check(1);
        options.requireOnlyCouriers();
        String impossible = ManyCouriers.impossible();
        if (!impossible.isEmpty()) {
            throw new CommandFailedException(impossible);
        }
        return options.run(ManyCouriers::run, STAY);
    }
}
