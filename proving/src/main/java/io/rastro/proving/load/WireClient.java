package io.rastro.proving.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * HTTP/1.1 over a bounded number of keep-alive connections, all on the caller's thread.
 *
 * <p>Written by hand because the load shares two cores with the system that it measures: one selector answers for a
 * hundred connections without a thread, a lock or a header map each. It does what a POST of prepared bytes needs and
 * nothing else.
 */
final class WireClient implements Closeable {

    /** Hears how each request ended, always from within {@link #poll}. */
    interface Listener {
        void answered(Request request, Answer answer) throws IOException;

        /** There is no answer; whether the request was carried out is not known. */
        void failed(Request request, String why);
    }

    private static final long CHECK_INTERVAL_NANOS = Duration.ofMillis(100).toNanos();

    /** A selector waits whole milliseconds: what is less is slept in such steps, since spinning takes a core away. */
    private static final long NAP_NANOS = 100_000;

    private final Selector selector;
    private final Listener listener;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ByteBuffer arriving = ByteBuffer.allocateDirect(1 << 16);
    private long nextCheckNanos;

    WireClient(List<InetSocketAddress> targets, int connectionCount, Duration timeout, Listener listener)
            throws IOException {
        this.selector = Selector.open();
        this.listener = listener;
        for (int i = 0; i < connectionCount; i++) {
            connections.add(new Connection(selector, targets, i, timeout));
        }
        idle.addAll(connections);
    }

    boolean hasIdleConnection() {
        return !idle.isEmpty();
    }

    int inFlight() {
        return connections.size() - idle.size();
    }

    /** Sends on an idle connection, which is opened if need be. */
    void send(Request request) {
        // The one that was used last: connections that are not needed are not opened.
        Connection connection = idle.pop();
        try {
            connection.send(request);
        } catch (IOException e) {
            connection.deferFailure(e);
        }
    }

    /** Waits for something to happen, at most this long, and tells the listener about it. */
    void poll(long maxWaitNanos) throws IOException {
        long millis = Math.min(maxWaitNanos, CHECK_INTERVAL_NANOS) / 1_000_000;
        if (millis > 0) {
            selector.select(millis);
        } else if (selector.selectNow() == 0 && maxWaitNanos > 0) {
            LockSupport.parkNanos(Math.min(maxWaitNanos, NAP_NANOS));
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            advance((Connection) key.attachment());
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        if (now - nextCheckNanos >= 0) {
            nextCheckNanos = now + CHECK_INTERVAL_NANOS;
            for (Connection connection : connections) {
                expire(connection, now);
            }
        }
    }

    @Override
    public void close() throws IOException {
        connections.forEach(Connection::close);
        selector.close();
    }

    private void advance(Connection connection) throws IOException {
        try {
            Answer answer = connection.advance(arriving);
            if (answer != null) {
                Request request = connection.finish(answer.keepAlive());
                idle.push(connection);
                listener.answered(request, answer);
            }
        } catch (ConnectionFailure e) {
            fail(connection, e);
        }
    }

    private void expire(Connection connection, long now) {
        ConnectionFailure failure = connection.failureUntil(now);
        if (failure != null) {
            fail(connection, failure);
        }
    }

    private void fail(Connection connection, ConnectionFailure failure) {
        boolean wasBusy = connection.isBusy();
        Request request = connection.abandon();
        if (wasBusy && request != null) {
            idle.push(connection);
            listener.failed(request, failure.reason());
        }
    }
}
