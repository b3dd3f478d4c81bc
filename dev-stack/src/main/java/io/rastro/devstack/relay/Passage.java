package io.rastro.devstack.relay;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link Relay}, and the one that it is passed on to. */
final class Passage {

    private final Relay relay;
    private final SocketChannel client;
    private final Iterator<SocketAddress> targets;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;
    private @Nullable SelectionKey clientKey;
    private @Nullable SelectionKey serverKey;
    private @Nullable SocketChannel server;
    private boolean connected;
    private final Direction up = new Direction();
    private final Direction down = new Direction();

    /** How far one direction is. */
    private static final class Direction {
        boolean ended;
        boolean endPassedOn;

        boolean isOver() {
            return endPassedOn;
        }
    }

    Passage(Relay relay, SocketChannel client, Iterator<SocketAddress> targets) {
        this.relay = relay;
        this.client = client;
        this.targets = targets;
        this.toServer = relay.takeBuffer();
        this.toClient = relay.takeBuffer();
    }

    void begin() {
        try {
            client.configureBlocking(false);
            noDelay(client);
            clientKey = client.register(relay.selector(), 0, this);
            connectToNext();
        } catch (IOException e) {
            abort();
        }
    }

    private void connectToNext() {
        while (targets.hasNext()) {
            SocketAddress target = targets.next();
            try {
                SocketChannel opening = target instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
                server = opening;
                opening.configureBlocking(false);
                noDelay(opening);
                boolean at = opening.connect(target);
                serverKey = opening.register(relay.selector(), SelectionKey.OP_CONNECT, this);
                if (at) {
                    established();
                }
                return;
            } catch (IOException refused) {
                closeServer();
            }
        }
        abort();
    }

    private void established() throws IOException {
        connected = true;
        interest();
    }

    void advance(SelectionKey key) {
        SocketChannel other = server;
        if (!key.isValid() || other == null) {
            return;
        }
        if (!connected) {
            finishConnect(other);
            return;
        }
        try {
            if (key == clientKey) {
                ready(key, up, toServer, client, other, down, toClient);
            } else {
                ready(key, down, toClient, other, client, up, toServer);
            }
            if (up.isOver() && down.isOver()) {
                close();
            } else {
                interest();
            }
        } catch (IOException broken) {
            abort();
        }
    }

    private void finishConnect(SocketChannel opening) {
        try {
            if (opening.finishConnect()) {
                established();
            }
        } catch (IOException refused) {
            closeServer();
            connectToNext();
        }
    }

    /**
     * One side can be read from, or written to.
     *
     * @param from what comes from this side
     * @param to what goes to this side
     */
    private static void ready(
            SelectionKey key,
            Direction from,
            ByteBuffer fromThis,
            SocketChannel here,
            SocketChannel there,
            Direction to,
            ByteBuffer toThis)
            throws IOException {
        if (key.isReadable()) {
            from.ended = here.read(fromThis) < 0;
            pass(from, fromThis, there);
        }
        if (key.isWritable()) {
            pass(to, toThis, here);
        }
    }

    private static void pass(Direction direction, ByteBuffer buffer, SocketChannel to) throws IOException {
        if (buffer.position() > 0) {
            buffer.flip();
            try {
                to.write(buffer);
            } finally {
                buffer.compact();
            }
        }
        if (direction.ended && buffer.position() == 0 && !direction.endPassedOn) {
            to.shutdownOutput();
            direction.endPassedOn = true;
        }
    }

    private void interest() {
        set(clientKey, up, toServer, toClient);
        set(serverKey, down, toClient, toServer);
    }

    private static void set(@Nullable SelectionKey key, Direction from, ByteBuffer fromThis, ByteBuffer toThis) {
        if (key != null && key.isValid()) {
            int read = !from.ended && fromThis.hasRemaining() ? SelectionKey.OP_READ : 0;
            int write = toThis.position() > 0 ? SelectionKey.OP_WRITE : 0;
            key.interestOps(read | write);
        }
    }

    private void closeServer() {
        SocketChannel open = server;
        server = null;
        serverKey = null;
        if (open != null) {
            close(open);
        }
    }

    private void close() {
        close(client);
        closeServer();
        relay.ended(this, toServer, toClient);
    }

    /** Both sides learn that the other one is gone in the middle of something. */
    void abort() {
        reset(client);
        SocketChannel open = server;
        if (open != null) {
            reset(open);
        }
        close();
    }

    static void reset(SocketChannel channel) {
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException gone) {
            // closing is all that was wanted
        }
        close(channel);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // closing is all that was wanted
        }
    }

    private static void noDelay(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }
}
