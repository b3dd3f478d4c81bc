package io.rastro.cli;

import io.rastro.cli.NodeConfigFile.Place;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.NodeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How ingest nodes are run beside the servers of one machine. */
final class DevNodes {

    /**
     * Some 40,000 couriers in memory of each node, at 6.8 KiB (docs/reliability.md); small enough for a laptop. A node's classes
     * take some 100 MB: beginning with less is four collections more at each start. G1, since the full collections of others
     * are half a second in which nobody is answered (docs/performance.md).
     */
    private static final List<String> FLAGS = List.of(
            "-Xms640m",
            "-Xmx1g",
            "-XX:MaxGCPauseMillis=40",
            "-XX:G1HeapRegionSize=4m",
            "-Xss512k",
            "-XX:+UseG1GC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxDirectMemorySize=128m",
            "-XX:MetaspaceSize=160m",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    /**
     * For nodes that share the processors of one machine: the optimizing compiler of each of them would take most of what
     * there is for minutes, and more of it with each node that starts. What it makes is faster, for who runs long:
     * RASTRO_NODE_OPTS=-XX:TieredStopAtLevel=4. They have less to do each, and more couriers when one of them is away.
     */
    private static final List<String> SEVERAL = List.of("-XX:TieredStopAtLevel=1");

    /**
     * A node that died is started again when the others, on the same processors, have taken its couriers over, which they begin
     * some 10 s after its last sign of life. Where it has processors of its own the sooner the better.
     */
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final Path data;
    private final Endpoints servers;
    private final String more;
    private final NodeClasses classes;

    /**
     * @param data of the stack
     * @param servers where the nodes are told that they are
     * @param more HOCON for the nodes, over everything else
     */
    DevNodes(Path data, Endpoints servers, String more) throws IOException {
        this.data = data;
        this.servers = servers;
        this.more = more;
        this.classes = NodeClasses.of(data);
    }

    /** @param all the places of every node, this one among them */
    NodeSpec node(String name, Place own, List<Place> all) throws IOException {
        Path config = write(name, own, all, all.size() / 2 + 1);
        return all.size() > 1
                ? oneOfSeveral(name, own, config)
                : NodeSpec.of(name, command(config, flags(false)), own.ports());
    }

    /**
     * A node for a cluster that is there.
     *
     * @param others places of which some node of it has some
     */
    NodeSpec joining(String name, Place own, List<Place> others) throws IOException {
        return oneOfSeveral(name, own, write(name, own, others, others.size()));
    }

    private NodeSpec oneOfSeveral(String name, Place own, Path config) throws IOException {
        return NodeSpec.of(name, command(config, flags(true)), own.ports()).againAfter(AGAIN);
    }

    private Path write(String name, Place own, List<Place> all, int required) throws IOException {
        Path nodes = data.resolve("nodes");
        return NodeConfigFile.write(
                nodes.resolve(name + ".conf"), own, all, required, servers, DevSecret.includes(nodes) + more);
    }

    /** Of a flag that comes twice the JVM takes the last. @param several share the processors */
    static List<String> flags(boolean several) {
        List<String> flags = new ArrayList<>(FLAGS);
        if (several) {
            flags.addAll(SEVERAL);
        }
        return flags;
    }

    private List<String> command(Path config, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(NodeClasses.java());
        command.addAll(classes.flags());
        command.addAll(flags);
        String more = System.getenv("RASTRO_NODE_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of("-cp", classes.classPath(), NodeCommand.MAIN));
        command.addAll(List.of("--config", config.toString()));
        return command;
    }
}
