package io.rastro.proving.drill;

import io.rastro.devstack.DevStack;
import io.rastro.devstack.DevStackException;
import io.rastro.devstack.NodeSpec;
import io.rastro.proving.system.HttpText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The nodes of the cluster that is drilled: starts and stops them, and puts them behind the balancer. */
public final class Fleet {

    /** What does not end after SIGTERM is killed then. */
    static final Duration STOP_WITHIN = Duration.ofSeconds(40);

    private static final Duration AGREE_WITHIN = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    private final DevStack stack;
    private final Maker maker;
    private final Map<String, NodeSpec> nodes = new LinkedHashMap<>();
    private @Nullable Balancer balancer;

    /** Says how a node is run. */
    @FunctionalInterface
    public interface Maker {
        /**
         * @param slot of its ports; no two nodes that are there at the same time have the same
         * @param version of the application
         * @param joining there is a cluster already
         */
        NodeSpec make(String name, int slot, String version, boolean joining) throws IOException;
    }

    public Fleet(DevStack stack, Maker maker) {
        this.stack = stack;
        this.maker = maker;
    }

    DevStack stack() {
        return stack;
    }

    /** Starts so many nodes at once and returns when all are ready. */
    public void startFirst(int count) throws IOException {
        for (int k = 0; k < count; k++) {
            String name = "node-" + k;
            nodes.put(name, maker.make(name, k, "1", false));
        }
        stack.addNodes(List.copyOf(nodes.values()));
    }

    void putBehind(Balancer behind) {
        balancer = behind;
        nodes.values().forEach(node -> put(behind, node));
    }

    /**
     * Returns when the node is ready.
     *
     * @throws DevStackException when it does not get ready in time; nothing is left of it then
     */
    void start(String name, int slot, String version) throws IOException {
        NodeSpec node = maker.make(name, slot, version, true);
        synchronized (this) {
            nodes.put(name, node);
        }
        Balancer behind = balancer;
        if (behind != null) {
            put(behind, node);
        }
        try {
            stack.addNode(node);
        } catch (DevStackException e) {
            forget(name);
            throw e;
        }
    }

    /** SIGTERM; returns when it is gone. */
    void stop(String name) {
        stack.removeNode(name, STOP_WITHIN);
        forget(name);
    }

    private void forget(String name) {
        Balancer behind = balancer;
        if (behind != null) {
            behind.remove(name);
        }
        synchronized (this) {
            nodes.remove(name);
        }
    }

    /** SIGTERM to all of them at once; returns when they are gone, with what {@link #startAll} needs. */
    List<NodeSpec> stopAll() throws IOException, InterruptedException {
        List<NodeSpec> stopped = List.copyOf(all());
        List<Background> stops = stopped.stream()
                .map(node -> Background.begin("stop-" + node.name(), () -> stop(node.name())))
                .toList();
        for (Background stop : stops) {
            stop.end();
        }
        return stopped;
    }

    /** Starts nodes that were there before, all at once; returns when all are ready. */
    void startAll(List<NodeSpec> stopped) {
        synchronized (this) {
            stopped.forEach(node -> nodes.put(node.name(), node));
        }
        Balancer behind = balancer;
        if (behind != null) {
            stopped.forEach(node -> put(behind, node));
        }
        stack.addNodes(stopped);
    }

    /** Whether one that was there before sees it up. */
    boolean isUp(String name) {
        try {
            Collection<NodeSpec> all = all();
            ClusterView view = ClusterView.of(all.iterator().next());
            return all.stream()
                    .anyMatch(node -> node.name().equals(name) && view.up().contains(ClusterView.address(node)));
        } catch (IOException notNow) {
            return false;
        }
    }

    synchronized NodeSpec node(String name) {
        NodeSpec node = nodes.get(name);
        if (node == null) {
            throw new NoSuchElementException("no node " + name);
        }
        return node;
    }

    synchronized List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    synchronized Collection<NodeSpec> all() {
        return List.copyOf(nodes.values());
    }

    long pid(String name) {
        return stack.node(name).pid();
    }

    /** As the nodes themselves say. @throws IOException when they do not agree for long */
    String oldest() throws IOException, InterruptedException {
        if (!await(() -> oldestByAll().size() == 1, AGREE_WITHIN)) {
            throw new IOException("the nodes do not agree which is the oldest");
        }
        return oldestByAll().stream().findFirst().orElseThrow(() -> new IOException("a node does not answer"));
    }

    /** Empty when one does not say. */
    private Set<String> oldestByAll() {
        Set<String> oldest = new TreeSet<>();
        try {
            for (NodeSpec asked : all()) {
                ClusterView view = ClusterView.of(asked);
                all().stream().filter(view::isOldest).map(NodeSpec::name).forEach(oldest::add);
            }
            return oldest;
        } catch (IOException notNow) {
            return Set.of();
        }
    }

    /** The shards that live on a node now. */
    Set<Integer> shards(String name) throws IOException {
        return ClusterView.shards(node(name));
    }

    /**
     * Waits until all nodes see just each other, up, and all are ready.
     *
     * @return whether they do by then
     */
    boolean awaitWhole(Duration atMost) throws InterruptedException {
        return await(() -> ClusterView.isWhole(all()) && all().stream().allMatch(Fleet::isReady), atMost);
    }

    /** @return whether it is so by then */
    static boolean await(Condition condition, Duration atMost) throws InterruptedException {
        return await(condition, atMost, POLL_MILLIS);
    }

    /** As often as it may cost to look. */
    static boolean await(Condition condition, Duration atMost, long pollMillis) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(pollMillis);
        }
        return true;
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Condition {
        boolean holds();
    }

    static boolean isReady(NodeSpec node) {
        try {
            HttpText.get(node.ready().toString());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void put(Balancer behind, NodeSpec node) {
        URI ready = node.ready();
        behind.add(node.name(), new InetSocketAddress(node.host(), node.ports().http()), ready);
    }
}
