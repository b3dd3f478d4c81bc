package io.rastro.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What could not be used and must not vanish. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what the sinks could not read, and puts it back once it can be read.",
        subcommands = {DeadLettersListCommand.class, DeadLettersShowCommand.class, DeadLettersRetryCommand.class},
        footer = {
            "",
            "A letter is named by its place in topic dead-letters, partition-offset, such as 2-1041. A record that two",
            "sinks cannot read is two letters. `rastro dead-letters COMMAND --help` describes a command."
        })
final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DeadLettersCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, show or retry");
    }
}
