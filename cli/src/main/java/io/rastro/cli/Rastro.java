package io.rastro.cli;

import io.rastro.devstack.DevStackException;
import io.rastro.proving.ledger.LedgerFormatException;
import io.rastro.proving.load.BadInputException;
import io.rastro.proving.system.BacklogException;
import io.rastro.proving.verify.VerifyException;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.letters.LettersException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code ./rastro}: its commands, and what they have in common. Exit 0: done; 1: the work failed; 2: wrong usage. An
 * error is one line on stderr.
 */
@Command(
        name = "rastro",
        description = "Takes in where couriers are, and loses nothing of it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "rastro 0.1.0",
        subcommands = {
            DevCommand.class,
            NodeCommand.class,
            SchemaCommand.class,
            LoadCommand.class,
            VerifyCommand.class,
            AuditCommand.class,
            ReceiptCommand.class,
            StatusCommand.class,
            DeadLettersCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            DrillCommand.class
        },
        footer = {
            "",
            "Begin with `rastro dev`: the whole system on this machine, a live map at the URL it prints.",
            "`rastro COMMAND --help` describes a command."
        })
public final class Rastro implements Runnable {

    static final int DONE = 0;
    static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Stack traces with errors.")
    private boolean verbose;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    Rastro() {}

    public static void main(String[] args) {
        if (args.length == 0 || !args[0].equals("node")) {
            // The node logs by its own settings; a command says on stderr what went wrong, and no more.
            System.setProperty("logback.configurationFile", "io/rastro/cli/logback.xml");
        }
        System.exit(executeWhole(args));
    }

    /** Errors of the JVM itself (no memory, no class) are a line as well. */
    private static int executeWhole(String... args) {
        try {
            return commandLine().execute(args);
        } catch (Error e) {
            System.err.println("rastro: failed: " + e);
            if (List.of(args).contains("--verbose")) {
                e.printStackTrace();
            }
            return FAILED;
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Rastro());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.registerConverter(Duration.class, new DurationText());
        line.setParameterExceptionHandler(Rastro::wrongUsage);
        line.setExecutionExceptionHandler(Rastro::failed);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        line.getErr().println(name + ": " + message + " (see " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        err.println(line.getCommandSpec().qualifiedName() + ": " + message(e));
        if (isVerbose(parsed)) {
            e.printStackTrace(err);
        }
        err.flush();
        return FAILED;
    }

    private static String message(Exception e) {
        boolean meantForUsers = e instanceof CommandFailedException
                || e instanceof DevStackException
                || e instanceof BadInputException
                || e instanceof LedgerFormatException
                || e instanceof VerifyException
                || e instanceof BacklogException
                || e instanceof LettersException
                || e instanceof SchemaRegistry.RegistryException;
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        if (meantForUsers) {
            return message;
        }
        String kind = e instanceof IOException ? "input or output failed: " : "failed: ";
        return kind + e.getClass().getSimpleName() + ": " + message + " (--verbose shows where)";
    }

    private static boolean isVerbose(CommandLine.ParseResult parsed) {
        for (CommandLine.ParseResult at = parsed; at != null; at = at.hasSubcommand() ? at.subcommand() : null) {
            if (at.hasMatchedOption("--verbose")) {
                return true;
            }
        }
        return false;
    }
}
