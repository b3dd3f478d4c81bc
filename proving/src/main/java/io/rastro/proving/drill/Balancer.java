package io.rastro.proving.drill;

import io.rastro.devstack.relay.Relay;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * What a Service of Kubernetes is to its clients: one address, each new connection of which goes to the next node in turn
 * that says it is ready. A node is in when its {@code /ready} answered 200, and out at the first other answer, or none
 * within a second; it is asked every {@value #ASK_EVERY_MILLIS} ms. Connections that are there stay with their node. Nodes
 * come and go while it runs; any thread.
 */
final class Balancer implements Closeable {

    static final long ASK_EVERY_MILLIS = 200;
    private static final long POLL_MILLIS = 20;

    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> reported = new ConcurrentHashMap<>();
    private final Listener listener;
    private final Relay relay;
    private int turn;

    private record Node(InetSocketAddress http, ReadyProbe probe) {}

    /** Hears of nodes that come in or go out. */
    @FunctionalInterface
    interface Listener {
        void changed(String node, boolean in);
    }

    private Balancer(Listener listener) throws IOException {
        this.listener = listener;
        this.relay = Relay.listen(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                this::inTurn,
                "balancer");
    }

    /** On a free port of 127.0.0.1, without nodes: until one is ready connections are reset. */
    static Balancer open(Listener listener) throws IOException {
        return new Balancer(listener);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) relay.address();
    }

    /** @param ready as Akka Management serves it */
    void add(String name, InetSocketAddress http, URI ready) {
        ReadyProbe probe = ReadyProbe.begin(ready, Duration.ofMillis(ASK_EVERY_MILLIS), in -> report(name, in));
        Node before = nodes.put(name, new Node(http, probe));
        if (before != null) {
            before.probe().close();
        }
    }

    /** No new connection goes there; those that are there stay. */
    void remove(String name) {
        Node gone = nodes.remove(name);
        if (gone != null) {
            gone.probe().close();
            report(name, false);
        }
    }

    boolean isIn(String name) {
        Node node = nodes.get(name);
        return node != null && node.probe().isReady();
    }

    boolean anyIn() {
        return nodes.values().stream().anyMatch(node -> node.probe().isReady());
    }

    /** @return whether it is in by then */
    boolean await(String name, boolean in, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (isIn(name) != in) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        nodes.values().forEach(node -> node.probe().close());
        relay.close();
    }

    private void report(String name, boolean in) {
        Boolean before = reported.put(name, in);
        if (in != Boolean.TRUE.equals(before)) {
            listener.changed(name, in);
        }
    }

    /** On the relay's thread. */
    private List<SocketAddress> inTurn() {
        List<SocketAddress> ready = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (node.probe().isReady()) {
                ready.add(node.http());
            }
        }
        if (!ready.isEmpty()) {
            Collections.rotate(ready, -Math.floorMod(turn++, ready.size()));
        }
        return ready;
    }
}
