package io.rastro.cli;

import io.rastro.node.start.Configuration;
import io.rastro.node.start.Schema;
import io.rastro.node.start.StartFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates what nodes write to, before the first of them. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Creates what nodes write to: the keyspaces and tables in Cassandra, the topics in Kafka, the schema in the "
                    + "registry.",
            "What is there already stays as it is, so that it is safe to repeat; what is there and differs from the "
                    + "settings ends it with 1."
        },
        footer = {
            "",
            "FILE is HOCON and overlays config/application.conf, in which every key is explained; "
                    + "rastro.cassandra.replication says how many copies there are."
        })
final class SchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The settings of the nodes.")
    private Path config;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    SchemaCommand() {}

    @Override
    public Integer call() {
        try {
            Schema.create(Configuration.load(config))
                    .forEach(line -> spec.commandLine().getOut().println(line));
            return Rastro.DONE;
        } catch (StartFailure e) {
            String message = String.valueOf(e.getMessage());
            if (e.exitCode() == StartFailure.USAGE) {
                throw new ParameterException(spec.commandLine(), message);
            }
            throw new CommandFailedException(message);
        }
    }
}
