package io.rastro.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Does to a cluster under load what will happen to it, and measures what its users notice. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "DRILL",
        description = "Starts a cluster of its own, puts it under a load of single posts and of watchers through a"
                + " balancer that obeys readiness, does one thing to it, and says what users noticed and whether anything"
                + " was lost.",
        subcommands = {
            DrillRollingCommand.class,
            DrillCrashCommand.class,
            DrillPauseCommand.class,
            DrillPartitionCommand.class,
            DrillAllCommand.class,
            DrillCouriersCommand.class
        },
        footer = {"", "`rastro drill DRILL --help` describes a drill."})
final class DrillCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DrillCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a drill is missing");
    }
}
