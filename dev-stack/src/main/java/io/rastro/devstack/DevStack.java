package io.rastro.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running stack: the servers, and the ingest nodes that were added to it. All of it ends with this JVM: cleanly when
 * it is closed or the JVM is told to stop, at once when the JVM is killed.
 */
public final class DevStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevStack.class);
    private static final Duration NODE_READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration NODE_STOP_WITHIN = Duration.ofSeconds(40);

    private final DevStackSettings settings;
    private final DataDir data;
    private final Supervisor supervisor;
    private final Path tether;
    private final ServerSpecs specs;
    private final Thread atExit = new Thread(this::close, "dev-stack-exit");

    /** Guarded by this. */
    private final Map<Server, Child> servers = new EnumMap<>(Server.class);

    private final Map<NodeSpec, Child> nodes = new LinkedHashMap<>();
    private boolean published;
    private boolean closed;

    private final Object closing = new Object();

    private DevStack(DevStackSettings settings, DataDir data) throws IOException {
        this.settings = settings;
        this.data = data;
        this.tether = TetherJar.write(data.run());
        this.specs = new ServerSpecs(data, settings.ports(), tether, Jvm.find(), ServerHome.find());
        this.supervisor = new Supervisor(settings.restart(), settings.listener(), this::publish);
    }

    /**
     * Starts the servers and returns when each answers in its own protocol.
     *
     * @throws DevStackException if one cannot be started; nothing is left running then
     */
    public static DevStack start(DevStackSettings settings) {
        DataDir data = DataDir.open(settings.data(), settings.fresh());
        DevStack stack;
        try {
            stack = new DevStack(settings, data);
        } catch (IOException | RuntimeException e) {
            closeQuietly(data);
            throw e instanceof DevStackException known ? known : unusable(settings, e);
        }
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            stack.ensure(settings.servers());
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** The stack that all tests of this JVM share, with at least these servers; it ends with the JVM. */
    public static DevStack shared(Server... servers) {
        return SharedStack.with(Set.of(servers));
    }

    /** Starts those of the servers that the stack does not have yet. */
    void ensure(Set<Server> wanted) {
        List<Child> added = new ArrayList<>();
        synchronized (this) {
            List<Server> missing = wanted.stream()
                    .filter(server -> !servers.containsKey(server))
                    .toList();
            missing.forEach(
                    server -> Ports.requireFree(server.title(), settings.ports().of(server)));
            for (Server server : missing) {
                added.add(supervisor.add(spec(server)));
                servers.put(server, added.get(added.size() - 1));
            }
        }
        begin(added);
        setUp(wanted);
        synchronized (this) {
            published = true;
        }
        publish();
    }

    /** Adds an ingest node and returns when it is ready. */
    public DevProcess addNode(NodeSpec node) {
        return addNodes(List.of(node)).get(0);
    }

    /**
     * Adds ingest nodes, started at the same time, and returns when all are ready. They are supervised like the servers
     * and stopped before them.
     */
    public List<DevProcess> addNodes(List<NodeSpec> added) {
        List<Child> children = new ArrayList<>();
        synchronized (this) {
            added.stream()
                    .filter(node -> node.launcher().isEmpty())
                    .forEach(node -> Ports.requireFree(node.name(), node.ports().all()));
            for (NodeSpec node : added) {
                Child child = supervisor.add(spec(node));
                nodes.put(node, child);
                children.add(child);
            }
        }
        begin(children);
        publish();
        return List.copyOf(children);
    }

    /** Starts them all; if one fails, none of them stays. */
    private void begin(List<Child> added) {
        try {
            Supervisor.start(added);
        } catch (RuntimeException e) {
            Supervisor.stop(added);
            forget(added);
            throw e;
        }
    }

    private synchronized void forget(List<Child> gone) {
        servers.values().removeAll(gone);
        nodes.values().removeAll(gone);
        gone.forEach(supervisor::remove);
    }

    /** Stops a node and forgets it. */
    public void removeNode(String name) {
        removeNode(name, NODE_STOP_WITHIN);
    }

    /**
     * Stops a node and forgets it.
     *
     * @param stopWithin how long it may take to end after SIGTERM; then SIGKILL
     */
    public void removeNode(String name, Duration stopWithin) {
        Child child;
        synchronized (this) {
            child = find(nodes.values(), name);
        }
        child.stop(stopWithin);
        forget(List.of(child));
        publish();
    }

    public synchronized DevProcess process(Server server) {
        Child child = servers.get(server);
        if (child == null) {
            throw new IllegalArgumentException("This stack has no " + server.title());
        }
        return child;
    }

    /** A node by its name. */
    public synchronized DevProcess node(String name) {
        return find(nodes.values(), name);
    }

    public Path data() {
        return settings.data();
    }

    public PortPlan ports() {
        return settings.ports();
    }

    /** What {@code endpoints.json} says now. */
    public synchronized Endpoints endpoints() {
        return EndpointsOf.running(settings.ports(), servers, nodes);
    }

    /** Stops the nodes, which drain, then the servers; within fifteen seconds. A second call waits for the first. */
    @Override
    public void close() {
        synchronized (closing) {
            List<Child> nodesToStop;
            List<Child> serversToStop;
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                nodesToStop = List.copyOf(nodes.values());
                serversToStop = List.copyOf(servers.values());
            }
            Supervisor.stop(nodesToStop);
            Supervisor.stop(serversToStop);
            supervisor.close();
            publishStopped();
            closeQuietly(data);
            removeHook();
        }
    }

    private void setUp(Set<Server> ready) {
        try {
            if (ready.contains(Server.S3)) {
                Bucket.create(settings.ports());
            }
            if (ready.contains(Server.REGISTRY)) {
                SchemaRegistry.setDefaultRule(settings.ports());
            }
        } catch (IOException e) {
            throw new DevStackException(
                    "A server could not be set up (" + e.getMessage() + "): look into "
                            + data.log("s3").path().getParent() + ".",
                    e);
        }
    }

    private ChildSpec spec(Server server) {
        try {
            return specs.of(server);
        } catch (IOException e) {
            throw unusable(settings, e);
        }
    }

    private ChildSpec spec(NodeSpec node) {
        return new ChildSpec(
                node.name(),
                node.name(),
                node.launcher(),
                node.command(),
                node.env(),
                null,
                tether,
                data.log(node.name()),
                ChildSpec.Preparation.NONE,
                Probe.http(node.ready()),
                NODE_READY_WITHIN,
                NODE_STOP_WITHIN,
                node.again());
    }

    private synchronized void publish() {
        if (published && !closed) {
            write(endpoints());
        }
    }

    private synchronized void publishStopped() {
        if (published) {
            write(EndpointsOf.stopped(endpoints()));
        }
    }

    private void write(Endpoints endpoints) {
        try {
            endpoints.write(data.root());
        } catch (IOException e) {
            LOG.error("cannot write the endpoints file={}", Endpoints.file(data.root()), e);
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            LOG.debug("closed by the end of the JVM");
        }
    }

    private static Child find(Collection<Child> children, String name) {
        return children.stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("This stack has no node " + name));
    }

    private static void closeQuietly(@Nullable DataDir data) {
        try {
            if (data != null) {
                data.close();
            }
        } catch (IOException e) {
            LOG.debug("the lock ends with the JVM", e);
        }
    }

    private static DevStackException unusable(DevStackSettings settings, Exception cause) {
        return new DevStackException(
                "The stack cannot be prepared in " + settings.data() + " (" + cause
                        + "): see that it can be written to, or choose another with --data.",
                cause);
    }
}
