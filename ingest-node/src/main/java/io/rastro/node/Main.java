package io.rastro.node;

import com.typesafe.config.Config;
import io.rastro.node.start.Configuration;
import io.rastro.node.start.Node;
import io.rastro.node.start.Schema;
import io.rastro.node.start.StartFailure;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/**
 * Runs one ingest node: {@code io.rastro.node.Main [--config FILE]}. Ends by itself only when it cannot start: with 2
 * for wrong arguments or settings, else with 1, and one line on stderr. {@code io.rastro.node.Main schema [--config
 * FILE]} creates what nodes write to instead, and ends.
 */
public final class Main {

    private static final String USAGE = "usage: rastro node [--config FILE], or: rastro schema [--config FILE]";

    private static final String SCHEMA = "schema";

    private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";
    private static final String CACHED_BUFFER_BYTES = "jdk.nio.maxCachedBufferSize";

    private Main() {}

    public static void main(String[] args) {
        shareThreads();
        boundCachedBuffers();
        boolean schemaOnly = args.length > 0 && args[0].equals(SCHEMA);
        try {
            Config config = configuration(schemaOnly ? Arrays.copyOfRange(args, 1, args.length) : args);
            if (schemaOnly) {
                Schema.create(config).forEach(System.out::println);
                System.exit(0);
            } else {
                Node.start(config);
            }
        } catch (StartFailure e) {
            exit(String.valueOf(e.getMessage()), e.exitCode());
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Main.class).debug("the start failed", e);
            String what = schemaOnly ? "the schema cannot be created" : "the node cannot start";
            exit(what + ": " + e, StartFailure.FAILED);
        }
    }

    /**
     * With two processors the JDK's common pool has one thread, and every asynchronous stage of Akka's Java API gets a
     * new thread of its own instead. Two threads in the pool end that; it has to be said before the pool is there.
     */
    private static void shareThreads() {
        if (System.getProperty(COMMON_POOL) == null) {
            System.setProperty(
                    COMMON_POOL,
                    Integer.toString(Math.max(2, Runtime.getRuntime().availableProcessors() - 1)));
        }
    }

    /**
     * The JDK keeps, for each thread that ever read a socket, a direct buffer as large as its largest read. The Kafka
     * consumers' reads are megabytes and wander over all threads of their dispatcher: without a bound they take all
     * direct memory. It has to be said before the first read.
     */
    private static void boundCachedBuffers() {
        if (System.getProperty(CACHED_BUFFER_BYTES) == null) {
            System.setProperty(CACHED_BUFFER_BYTES, Integer.toString(256 * 1024));
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
