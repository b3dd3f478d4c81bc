package io.rastro.cli;

import io.rastro.cli.NodeConfigFile.Place;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.PortPlan;
import io.rastro.devstack.relay.Relay;
import io.rastro.devstack.relay.RelayAgent;
import io.rastro.proving.drill.Fleet;
import io.rastro.proving.drill.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * Nodes each in a network namespace of its own. The servers of the stack listen on this machine's 127.0.0.1; what a node
 * connects to at its own 127.0.0.1 is carried there through Unix domain sockets.
 */
final class Islands implements DrillOptions.Terrain, AutoCloseable {

    private final Namespaces network;
    private final int nodes;
    private final List<Relay> relays = new ArrayList<>();

    /** Short: the path of a socket has a hundred characters at most. */
    private final Path sockets;

    private Islands(Namespaces network, int nodes) throws IOException {
        this.network = network;
        this.nodes = nodes;
        this.sockets = Files.createTempDirectory("rastro-s");
    }

    /**
     * @param nodes of the first cluster
     * @param places for these and all that come later
     * @throws CommandFailedException when there can be none on this machine
     */
    static Islands make(int nodes, int places) throws IOException {
        String impossible = Namespaces.impossible();
        if (impossible != null) {
            throw new CommandFailedException(impossible);
        }
        return new Islands(Namespaces.make(places), nodes);
    }

    Namespaces network() {
        return network;
    }

    @Override
    public Fleet.Maker of(DevStack stack, String more) throws IOException {
        PortPlan ports = stack.ports();
        StringJoiner carried = new StringJoiner(",");
        for (int port : new int[] {ports.cassandra(), ports.kafka(), ports.s3(), ports.registry()}) {
            Path socket = sockets.resolve(Integer.toString(port));
            relays.add(RelayAgent.outside(socket, port));
            carried.add(port + "=" + socket);
        }
        String agent = "-javaagent:" + RelayAgent.writeJar(sockets.resolve("relay.jar")) + "=" + carried;
        List<Place> places = IntStream.range(0, network.count())
                .mapToObj(k -> new Place(network.host(k), ports.node(k)))
                .toList();
        Fleet.Maker maker = DrillOptions.maker(stack, places, nodes, more);
        return (name, slot, version, joining) -> maker.make(name, slot, version, joining)
                .withJvmFlag(agent)
                .at(network.host(slot), network.launcher(slot));
    }

    @Override
    public void close() throws IOException {
        try (Namespaces removed = network) {
            for (Relay relay : relays) {
                relay.close();
            }
            OwnDirectory.delete(sockets, trouble -> {});
        }
    }
}
