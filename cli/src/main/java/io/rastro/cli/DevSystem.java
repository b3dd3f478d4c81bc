package io.rastro.cli;

import io.rastro.devstack.DevStack;
import io.rastro.devstack.DevStackSettings;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.NodeSpec;
import io.rastro.devstack.PortPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The servers and the ingest nodes of one machine, in child processes of this one. */
final class DevSystem implements AutoCloseable {

    /** Enough for 100,000 couriers in memory; small enough for a laptop. */
    private static final List<String> NODE_FLAGS = List.of(
            "-Xms640m",
            "-Xmx1g",
            "-Xmn600m",
            "-Xss512k",
            "-XX:+UseParallelGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxDirectMemorySize=128m",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    private final DevStack stack;
    private final List<PortPlan.Node> nodes;

    private DevSystem(DevStack stack, List<PortPlan.Node> nodes) {
        this.stack = stack;
        this.nodes = nodes;
    }

    /** Returns when every node takes traffic. */
    static DevSystem start(DevStackSettings settings, int nodeCount) throws IOException {
        return start(settings, nodeCount, servers -> servers, "");
    }

    /**
     * @param seenByNodes where the nodes are told that the servers are
     * @param more HOCON for the nodes, over everything else
     */
    static DevSystem start(DevStackSettings settings, int nodeCount, UnaryOperator<Endpoints> seenByNodes, String more)
            throws IOException {
        List<PortPlan.Node> nodes =
                IntStream.range(0, nodeCount).mapToObj(settings.ports()::node).toList();
        DevStack stack = DevStack.start(settings);
        try {
            List<NodeSpec> specs = new ArrayList<>();
            for (int k = 0; k < nodeCount; k++) {
                String name = "node-" + k;
                Path file = stack.data().resolve("nodes").resolve(name + ".conf");
                NodeConfigFile.write(file, nodes.get(k), nodes, seenByNodes.apply(stack.endpoints()), more);
                specs.add(NodeSpec.of(name, command(file), nodes.get(k)));
            }
            stack.addNodes(specs);
            return new DevSystem(stack, nodes);
        } catch (IOException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Where the first node takes requests. */
    String url() {
        return "http://127.0.0.1:" + nodes.get(0).http();
    }

    @Override
    public void close() {
        stack.close();
    }

    private static List<String> command(Path config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(NODE_FLAGS);
        String more = System.getenv("RASTRO_NODE_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeCommand.MAIN));
        command.addAll(List.of("--config", config.toString()));
        return command;
    }
}
