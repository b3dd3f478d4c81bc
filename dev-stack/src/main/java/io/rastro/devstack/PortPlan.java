package io.rastro.devstack;

import java.util.stream.IntStream;

/**
 * The ports of a stack, all on 127.0.0.1. Of the node ports these are the first node's; node {@code k} has each plus
 * {@code k}.
 */
public record PortPlan(
        int cassandra,
        int cassandraStorage,
        int kafka,
        int kafkaController,
        int s3,
        int registry,
        int http,
        int management,
        int remoting) {

    /** More nodes than this have no ports. */
    public static final int MAX_NODES = 25;

    /** How many ports a plan made by {@link #base} may use. */
    public static final int SPAN = 100;

    private static final int HIGHEST_BASE = 65_535 - SPAN + 1;

    /** The ports that each server is known for; HTTP of the nodes from 8080 on, the registry at 8181. */
    public static PortPlan defaults() {
        return new PortPlan(9042, 7000, 9092, 9093, 9000, 8181, 8080, 8558, 25520);
    }

    /** Every port lies in {@code base…base+99}; HTTP of the first node at {@code base}. */
    public static PortPlan base(int base) {
        if (base < 1 || base > HIGHEST_BASE) {
            throw new DevStackException("The port base is " + base + ": choose one from 1 to " + HIGHEST_BASE + ".");
        }
        return new PortPlan(
                base + 75,
                base + 76,
                base + 77,
                base + 78,
                base + 79,
                base + 80,
                base,
                base + MAX_NODES,
                base + 2 * MAX_NODES);
    }

    /** A base whose ports are all free and that no other process which asks here is given; for tests. */
    public static PortPlan free() {
        return FreePorts.plan();
    }

    /** The ports of node {@code k}, counted from 0. */
    public Node node(int k) {
        if (k < 0 || k >= MAX_NODES) {
            throw new DevStackException(
                    "There is no node " + k + ": one machine runs at most " + MAX_NODES + " nodes.");
        }
        return new Node(http + k, management + k, remoting + k);
    }

    /**
     * Checks the ports of all servers and of so many nodes before anything is started.
     *
     * @throws DevStackException naming the first port that is taken, and its holder
     */
    public void requireFree(int nodes) {
        for (Server server : Server.values()) {
            Ports.requireFree(server.title(), of(server));
        }
        for (int k = 0; k < nodes; k++) {
            Ports.requireFree("node " + k, node(k).all());
        }
    }

    /** The ports that a server listens on. */
    int[] of(Server server) {
        return switch (server) {
            case CASSANDRA -> new int[] {cassandra, cassandraStorage};
            case KAFKA -> new int[] {kafka, kafkaController};
            case S3 -> new int[] {s3};
            case REGISTRY -> new int[] {registry};
        };
    }

    /** Every port that the servers and the first node take. */
    IntStream all() {
        return IntStream.of(
                cassandra, cassandraStorage, kafka, kafkaController, s3, registry, http, management, remoting);
    }

    /** The ports of one ingest node. */
    public record Node(int http, int management, int remoting) {
        int[] all() {
            return new int[] {http, management, remoting};
        }
    }
}
