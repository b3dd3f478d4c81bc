package io.rastro.devstack.s3;

import io.rastro.devstack.PortPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reverse proxy on the loopback interface that passes on to an S3 endpoint, byte for byte (signatures stay valid, a
 * body is never held whole), until faults are injected. A thread a connection, at most {@value #MOST_CONNECTIONS}; more
 * are reset. Any thread.
 */
public final class FaultyS3 implements AutoCloseable {

    static final int MOST_CONNECTIONS = 512;

    /** Small, so that a client notices how slow it is. */
    private static final int RECEIVE_BUFFER = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(FaultyS3.class);

    private final InetSocketAddress real;
    private final int port;
    private final List<InjectedFault> faults = new CopyOnWriteArrayList<>();
    private final Set<S3Connection> connections = ConcurrentHashMap.newKeySet();

    /** Guarded by this; null while it is away. */
    private @Nullable ServerSocket listening;

    private boolean closed;

    private FaultyS3(InetSocketAddress real, int port) {
        this.real = real;
        this.port = port;
    }

    /** On a free port of its own. @param endpoint of the real one, plain HTTP */
    public static FaultyS3 before(URI endpoint) throws IOException {
        return before(endpoint, PortPlan.free().s3());
    }

    public static FaultyS3 before(URI endpoint, int port) throws IOException {
        FaultyS3 proxy = new FaultyS3(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), port);
        proxy.comeBack();
        return proxy;
    }

    /** What clients are told instead of the real one. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** From the next request on. Of several faults that could hit a request the one injected first does. */
    public InjectedFault inject(S3Fault fault) {
        InjectedFault injected = new InjectedFault(fault);
        faults.add(injected);
        return injected;
    }

    /** Ends every fault and comes back: all is passed on as it is. */
    public void heal() throws IOException {
        faults.forEach(InjectedFault::heal);
        faults.removeIf(InjectedFault::isHealed);
        comeBack();
    }

    /** Connections are cut, and new ones refused, until it comes back. */
    public synchronized void goAway() throws IOException {
        ServerSocket open = listening;
        listening = null;
        if (open != null) {
            open.close();
        }
        connections.forEach(S3Connection::reset);
    }

    public synchronized void comeBack() throws IOException {
        if (listening == null && !closed) {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 128);
            listening = socket;
            daemon("faulty-s3-" + port, () -> accept(socket));
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        goAway();
        heal();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                serve(socket, socket.accept());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("a connection was not taken port={}: {}", port, e.toString());
                }
            }
        }
    }

    private void serve(ServerSocket from, Socket client) throws IOException {
        S3Connection connection = new S3Connection(client, real, this::faultOf);
        connections.add(connection);
        if (from.isClosed() || connections.size() > MOST_CONNECTIONS) {
            connections.remove(connection);
            connection.reset();
            return;
        }
        daemon("faulty-s3-" + port + "-" + client.getPort(), () -> {
            try {
                connection.run();
            } finally {
                connections.remove(connection);
            }
        });
    }

    private Optional<InjectedFault> faultOf(S3Call call, String path) {
        return faults.stream().filter(fault -> fault.hits(call, path)).findFirst();
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
