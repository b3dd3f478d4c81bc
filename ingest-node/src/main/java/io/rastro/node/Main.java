package io.rastro.node;

import com.typesafe.config.Config;
import io.rastro.node.start.Configuration;
import io.rastro.node.start.Node;
import io.rastro.node.start.StartFailure;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Runs one ingest node: {@code io.rastro.node.Main [--config FILE]}. Ends by itself only when it cannot start: with 2
 * for wrong arguments or settings, else with 1, and one line on stderr.
 */
public final class Main {

    private static final String USAGE = "usage: rastro node [--config FILE]";

    private Main() {}

    public static void main(String[] args) {
        try {
            Node.start(configuration(args));
        } catch (StartFailure e) {
            exit(String.valueOf(e.getMessage()), e.exitCode());
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Main.class).debug("the start failed", e);
            exit("the node cannot start: " + e, StartFailure.FAILED);
        }
    }

    private static Config configuration(String[] args) {
        if (args.length == 0) {
            return Configuration.packaged();
        }
        if (args.length == 2 && args[0].equals("--config")) {
            return Configuration.load(Path.of(args[1]));
        }
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            System.out.println(USAGE);
            System.exit(0);
        }
        throw StartFailure.usage(USAGE);
    }

    private static void exit(String message, int code) {
        System.err.println("rastro: " + message);
        System.exit(code);
    }
}
