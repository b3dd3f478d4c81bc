package io.rastro.cli;

import io.rastro.cli.NodeConfigFile.Place;
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
            DevNodes maker = new DevNodes(stack.data(), seenByNodes.apply(stack.endpoints()), more);
            List<Place> places = nodes.stream().map(Place::here).toList();
            List<NodeSpec> specs = new ArrayList<>();
            for (int k = 0; k < nodeCount; k++) {
                specs.add(maker.node("node-" + k, places.get(k), places));
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

    Path data() {
        return stack.data();
    }

    @Override
    public void close() {
        stack.close();
    }
}
