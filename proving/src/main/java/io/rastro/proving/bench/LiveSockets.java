package io.rastro.proving.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * WebSockets that are only read, all of them by one thread: beside what is measured they are to cost little. A frame that has
 * come is handed over where it lies. When a connection breaks it stays broken.
 */
final class LiveSockets implements AutoCloseable {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(30).toMillis();
    /** The largest frame that can be read, with its header. */
    private static final int BUFFER = 1 << 20;

    private static final byte[] NOTHING = {};
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;

    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] data = new byte[BUFFER];
    private final Thread thread = new Thread(this::read, "live-watchers");
    private volatile boolean closing;

    /** Who is told what one socket receives, by the reading thread. */
    interface Reader {

        /** @param atNanos when it was read */
        void text(byte[] utf8, int length, long atNanos);

        void broken(String why);
    }

    private static final class Socket {
        final Reader reader;
        byte[] begun = NOTHING;

        Socket(Reader reader) {
            this.reader = reader;
        }
    }

    LiveSockets() throws IOException {
        thread.setDaemon(true);
    }

    /** Returns when the connection is open. Not after {@link #start}. */
    void open(InetSocketAddress node, String path, Reader reader) throws IOException {
        URI uri = URI.create("ws://" + node.getHostString() + ":" + node.getPort() + path);
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(node, PATIENCE_MILLIS);
            channel.socket().setSoTimeout(PATIENCE_MILLIS);
            channel.socket().setTcpNoDelay(true);
            channel.write(ByteBuffer.wrap(handshake(uri).getBytes(StandardCharsets.US_ASCII)));
            String answer = head(channel.socket().getInputStream());
            if (!answer.startsWith("HTTP/1.1 101 ")) {
                throw new IOException(
                        "the answer was " + answer.lines().findFirst().orElse("none"));
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Socket(reader));
        } catch (IOException e) {
            channel.close();
            throw new IOException("no WebSocket at " + uri + ": " + e.getMessage(), e);
        }
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        selector.wakeup();
        try {
            thread.join(); // of the reading thread: nobody else may look through its keys meanwhile
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private static String handshake(URI uri) {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        return "GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + Base64.getEncoder().encodeToString(nonce) + "\r\n\r\n";
    }

    /** Not a byte more: the first frame may follow at once. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int last4 = 0; last4 != 0x0D0A0D0A; ) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed instead of an answer");
            }
            head.write(next);
            last4 = last4 << 8 | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void read() {
        try {
            while (!closing) {
                selector.select(this::read);
            }
        } catch (IOException | RuntimeException e) {
            if (!closing) {
                selector.keys().forEach(key -> ((Socket) key.attachment()).reader.broken(String.valueOf(e)));
            }
        }
    }

    private void read(SelectionKey key) {
        Socket socket = (Socket) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        String broken;
        try {
            in.clear().put(socket.begun);
            int read = channel.read(in);
            broken = read < 0 ? "the connection was closed" : frames(channel, socket);
        } catch (IOException e) {
            broken = String.valueOf(e.getMessage());
        }
        if (broken != null && !closing) {
            key.cancel();
            socket.reader.broken(broken);
        }
    }

    /** @return why no more can be read; null when it can */
    private @Nullable String frames(SocketChannel channel, Socket socket) throws IOException {
        long now = System.nanoTime();
        in.flip();
        while (isWhole()) {
            int kind = in.get() & 0xFF;
            int length = length();
            in.get(data, 0, length);
            switch (kind) {
                case TEXT -> socket.reader.text(data, length, now);
                case PING -> channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0}));
                case CLOSE -> {
                    return closed(length);
                }
                default -> {
                    return "a frame begins with the byte " + kind;
                }
            }
        }
        if (in.remaining() == BUFFER) {
            return "a frame has more than " + BUFFER + " bytes";
        }
        socket.begun = in.hasRemaining() ? Arrays.copyOf(rest(), in.limit() - in.position()) : NOTHING;
        return null;
    }

    private byte[] rest() {
        in.get(in.position(), data, 0, in.remaining());
        return data;
    }

    private boolean isWhole() {
        if (in.remaining() < 2) {
            return false;
        }
        in.mark();
        in.get();
        int length = in.remaining() < lengthBytes() + 1 ? Integer.MAX_VALUE : length();
        boolean whole = length <= in.remaining();
        in.reset();
        return whole;
    }

    private int lengthBytes() {
        int first = in.get(in.position()) & 0x7F;
        return first == 126 ? 2 : first == 127 ? 8 : 0;
    }

    /** Of a frame that fits into the buffer: any other one is never whole. */
    private int length() {
        int first = in.get() & 0x7F;
        return switch (first) {
            case 126 -> in.getShort() & 0xFFFF;
            case 127 -> (int) Math.min(Integer.MAX_VALUE, in.getLong());
            default -> first;
        };
    }

    private String closed(int length) {
        return length < 2
                ? "closed without a code"
                : "closed with " + ((data[0] & 0xFF) << 8 | data[1] & 0xFF) + " "
                        + new String(data, 2, length - 2, StandardCharsets.UTF_8);
    }
}
