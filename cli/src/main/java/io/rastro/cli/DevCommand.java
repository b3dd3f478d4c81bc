package io.rastro.cli;

import io.rastro.devstack.DevStackSettings;
import io.rastro.devstack.PortPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole system on one machine, until Ctrl-C. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = "The whole system on this machine: Cassandra, Kafka, an S3 endpoint, a schema registry"
                + " and ingest nodes, each a process of its own.",
        footer = {
            "",
            "Prints one line `ready http://127.0.0.1:PORT` on stdout when it takes traffic; progress goes to stderr.",
            "Ports without --port-base: HTTP 8080, management 8558, Kafka 9092, Cassandra 9042, S3 9000, registry 8181.",
            "DIR/endpoints.json says where everything listens and which process it is; every log is in DIR/logs.",
            "Kill any of the processes and watch it come back. Ctrl-C stops all of them; the data stays in DIR.",
            "RASTRO_NODE_OPTS is added to the JVM flags of the nodes. Several of them are compiled quickly and not optimized",
            "(-XX:TieredStopAtLevel=1), since they share this machine's processors.",
            "RASTRO_SERVER_OPTS is added to those of the servers."
        })
final class DevCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = RunningSystem.DEFAULT_DATA,
            description = "Holds all data, logs and endpoints.json (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(names = "--port-base", paramLabel = "N", description = "All ports in N…N+99, HTTP of the first node at N.")
    private @Nullable Integer portBase;

    @Option(
            names = "--nodes",
            paramLabel = "K",
            defaultValue = "1",
            description = "Ingest nodes in one cluster (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--fresh", description = "Begin with an empty data directory.")
    private boolean fresh;

    @Option(names = "--no-restart", description = "Leave a process that died as it is.")
    private boolean noRestart;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DevCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (nodes < 1 || nodes > PortPlan.MAX_NODES) {
            throw new ParameterException(
                    spec.commandLine(), "--nodes must be from 1 to " + PortPlan.MAX_NODES + ", not " + nodes);
        }
        DevProgress progress = new DevProgress("rastro dev", spec.commandLine().getErr());
        DevStackSettings settings = DevStackSettings.in(data)
                .withPorts(portBase == null ? PortPlan.defaults() : PortPlan.base(portBase))
                .withFresh(fresh)
                .withRestart(!noRestart)
                .withListener(progress);
        DevSystem system = DevSystem.start(settings, nodes);
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready " + system.url());
        out.flush();
        NodeClasses.of(system.data()).archive(progress::say);
        // The stack closes itself when the JVM is told to stop.
        new CountDownLatch(1).await();
        return Rastro.DONE;
    }
}
