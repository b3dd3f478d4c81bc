package io.rastro.devstack.relay;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes connections at one address, TCP or a Unix domain socket, and passes the bytes of each both ways to and from another
 * one, on one thread. Bounded: {@value #MOST} connections, each with two buffers of {@value #BUFFER_BYTES} bytes; whoever
 * comes beyond that is turned away. The end of one direction is passed on as that, a reset as a reset.
 */
public final class Relay implements Closeable {

    static final int BUFFER_BYTES = 16 << 10;
    private static final int MOST = 8192;
    private static final int BACKLOG = 1024;

    private final Route route;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread;
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
    private final Set<Passage> passages = new HashSet<>();
    private volatile boolean closed;

    private Relay(Route route, Selector selector, ServerSocketChannel server, String name) {
        this.route = route;
        this.selector = selector;
        this.server = server;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** @param at port 0 takes a free one */
    public static Relay listen(SocketAddress at, Route route, String name) throws IOException {
        ServerSocketChannel server = at instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        try {
            server.bind(at, BACKLOG);
            server.configureBlocking(false);
            Selector selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            Relay relay = new Relay(route, selector, server, name);
            relay.thread.start();
            return relay;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    public SocketAddress address() throws IOException {
        return server.getLocalAddress();
    }

    /** Closes every connection, and returns when that is done. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::advance);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the selector failed", e);
        } finally {
            end();
        }
    }

    private void advance(SelectionKey key) {
        if (key.attachment() instanceof Passage passage) {
            passage.advance(key);
        } else if (key.isValid()) {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel client = server.accept();
            while (client != null) {
                begin(client);
                client = server.accept();
            }
        } catch (IOException e) {
            // Out of descriptors, or the client is gone already: those that are there go on.
        }
    }

    private void begin(SocketChannel client) throws IOException {
        if (passages.size() >= MOST) {
            Passage.reset(client);
            return;
        }
        Passage passage = new Passage(this, client, route.next().iterator());
        passages.add(passage);
        passage.begin();
    }

    Selector selector() {
        return selector;
    }

    ByteBuffer takeBuffer() {
        ByteBuffer buffer = spare.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : buffer;
    }

    void ended(Passage passage, ByteBuffer one, ByteBuffer other) {
        if (passages.remove(passage)) {
            spare.push(one.clear());
            spare.push(other.clear());
        }
    }

    private void end() {
        Set.copyOf(passages).forEach(Passage::abort);
        try {
            server.close();
            selector.close();
        } catch (IOException e) {
            // closing is all that was wanted
        }
    }
}
