package io.rastro.cli;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs an ingest node in this JVM, until it is told to stop. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "One ingest node against real services.",
        footer = {
            "",
            "FILE is HOCON and overlays config/application.conf, in which every key is explained.",
            "RASTRO_NODE_OPTS is added to the JVM's flags (default heap: 60 %% of the memory)."
        })
final class NodeCommand implements Callable<Integer> {

    static final String MAIN = "io.rastro.node.Main";

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
    private Path config;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    NodeCommand() {}

    @Override
    public Integer call() throws Exception {
        if (!Files.isReadable(config)) {
            throw new CommandFailedException("cannot read " + config);
        }
        try {
            Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {"--config", config.toString()});
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        // The actor system ends the JVM when it is told to stop.
        new CountDownLatch(1).await();
        return Rastro.DONE;
    }
}
