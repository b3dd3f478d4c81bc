package io.rastro.proving.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection: closed, connecting, idle or busy with one request. After a failure it goes on to the next
 * of its targets.
 */
final class Connection {

    private final Selector selector;
    private final List<InetSocketAddress> targets;
    private final long timeoutNanos;
    private final AnswerParser parser = new AnswerParser();
    private int target;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable Request request;
    private @Nullable ByteBuffer unsent;
    private @Nullable IOException deferred;
    private long deadlineNanos;

    Connection(Selector selector, List<InetSocketAddress> targets, int firstTarget, Duration timeout) {
        this.selector = selector;
        this.targets = targets;
        this.target = firstTarget;
        this.timeoutNanos = timeout.toNanos();
    }

    boolean isBusy() {
        return request != null;
    }

    void send(Request next) throws IOException {
        request = next;
        unsent = next.toSend();
        deadlineNanos = System.nanoTime() + timeoutNanos;
        SocketChannel open = channel;
        if (open == null) {
            connect();
        } else {
            write(open);
        }
    }

    /** The request could not even be started; it is failed from within the next {@link WireClient#poll}. */
    void deferFailure(IOException why) {
        deferred = why;
    }

    /** Does what the selector says can be done; the answer once it is complete. */
    @Nullable
    Answer advance(ByteBuffer arriving) throws ConnectionFailure {
        SocketChannel open = channel;
        SelectionKey selected = key;
        if (open == null || selected == null || !selected.isValid()) {
            return null;
        }
        try {
            if (selected.isConnectable()) {
                open.finishConnect();
                write(open);
                return null;
            }
            if (selected.isWritable()) {
                write(open);
            }
            return selected.isReadable() ? read(open, arriving) : null;
        } catch (IOException e) {
            throw new ConnectionFailure(reason(e));
        }
    }

    /** The answer is here. */
    Request finish(boolean keepAlive) {
        Request finished = request;
        request = null;
        unsent = null;
        if (!keepAlive) {
            disconnect();
        }
        if (finished == null) {
            throw new IllegalStateException("no request was under way");
        }
        return finished;
    }

    /** Why this connection has to be given up at this time, or null. */
    @Nullable
    ConnectionFailure failureUntil(long now) {
        IOException early = deferred;
        if (early != null) {
            deferred = null;
            return new ConnectionFailure(reason(early));
        }
        return request != null && now - deadlineNanos > 0 ? new ConnectionFailure("no answer in time") : null;
    }

    /** Gives the connection up, together with what it was doing. */
    @Nullable
    Request abandon() {
        Request abandoned = request;
        request = null;
        unsent = null;
        disconnect();
        target++;
        return abandoned;
    }

    void close() {
        disconnect();
    }

    private void connect() throws IOException {
        SocketChannel opening = SocketChannel.open();
        channel = opening;
        opening.configureBlocking(false);
        opening.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = opening.connect(targets.get(Math.floorMod(target, targets.size())));
        key = opening.register(selector, SelectionKey.OP_CONNECT, this);
        if (connected) {
            write(opening);
        }
    }

    private void write(SocketChannel open) throws IOException {
        ByteBuffer rest = unsent;
        if (rest != null) {
            open.write(rest);
        }
        boolean more = rest != null && rest.hasRemaining();
        SelectionKey registered = key;
        if (registered != null) {
            registered.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    private @Nullable Answer read(SocketChannel open, ByteBuffer arriving) throws IOException, ConnectionFailure {
        while (true) {
            arriving.clear();
            int count = open.read(arriving);
            if (count < 0) {
                throw new ConnectionFailure("connection closed");
            }
            if (count == 0) {
                return null;
            }
            if (request == null) {
                throw new ConnectionFailure("an answer without a request");
            }
            parser.feed(arriving.flip());
            Answer answer = parser.poll();
            if (answer != null) {
                return answer;
            }
        }
    }

    private void disconnect() {
        parser.reset();
        SocketChannel open = channel;
        channel = null;
        key = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException alreadyGone) {
                // closing is all that was wanted
            }
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
