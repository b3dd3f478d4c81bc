package io.rastro.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Collects the frames of one connection. */
public final class WebSocketClient implements AutoCloseable, WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> pong = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;
    private volatile boolean closed;
    private volatile int closedWith;

    public static WebSocketClient open(URI http) {
        WebSocketClient client = new WebSocketClient();
        URI uri = URI.create(http.toString().replaceFirst("^http", "ws"));
        client.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, client)
                .join();
        return client;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                frames.add(JSON.readTree(part.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pong.complete(null);
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closedWith = statusCode;
        closed = true;
        return null;
    }

    /** The code of the server's close frame; 0 without one. */
    public int closedWith() {
        return closedWith;
    }

    public List<JsonNode> frames() {
        return frames;
    }

    /** The frames that are positions. */
    public List<JsonNode> positions() {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals("position"))
                .toList();
    }

    public void awaitFrames(int atLeast) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> frames.size() >= atLeast);
    }

    public void awaitPositions(int atLeast) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> positions().size() >= atLeast);
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    public void send(ByteBuffer bytes) {
        socket.sendBinary(bytes, true).join();
    }

    public void sendInParts(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            socket.sendText(parts[i], i == parts.length - 1).join();
        }
    }

    /** As much of it as the server lets through. */
    public void sendAll(String... parts) {
        try {
            sendInParts(parts);
        } catch (CompletionException closed) {
            // The code of the close says why.
        }
    }

    /** The code of the server's close frame. */
    public int awaitClose() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> closed);
        return closedWith;
    }

    /** Returns when the server has read all that was sent before. */
    public void ping() {
        socket.sendPing(ByteBuffer.allocate(0)).join();
        pong.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    public boolean isOpen() {
        return !closed && !socket.isInputClosed();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
