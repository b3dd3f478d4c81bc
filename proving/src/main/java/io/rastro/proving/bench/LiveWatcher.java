package io.rastro.proving.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.Rfc3339;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Watches one courier over a WebSocket. When the connection breaks it stays broken: what was not seen is missing. */
final class LiveWatcher implements WebSocket.Listener {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String courierId;
    private final int number;
    private final LiveFrames frames;
    private final StringBuilder text = new StringBuilder();
    private volatile boolean closing;
    private @Nullable WebSocket socket;

    private LiveWatcher(String courierId, int number, LiveFrames frames) {
        this.courierId = courierId;
        this.number = number;
        this.frames = frames;
    }

    /**
     * Returns when the connection is open.
     *
     * @param courierId made of letters, digits and hyphens
     * @param number which one of the courier's watchers, from 0
     */
    static LiveWatcher open(HttpClient client, InetSocketAddress node, String courierId, int number, LiveFrames frames)
            throws IOException {
        URI uri = URI.create(
                "ws://" + node.getHostString() + ":" + node.getPort() + "/v1/couriers/" + courierId + "/live");
        LiveWatcher watcher = new LiveWatcher(courierId, number, frames);
        CompletableFuture<WebSocket> opening = client.newWebSocketBuilder().buildAsync(uri, watcher);
        try {
            watcher.socket = opening.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return watcher;
        } catch (ExecutionException e) {
            throw new IOException("no WebSocket at " + uri + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("no WebSocket at " + uri + " in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        long now = System.nanoTime();
        text.append(part);
        if (last) {
            frame(text.toString(), now);
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        broken("closed with " + status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        broken(String.valueOf(error.getMessage()));
    }

    void close() {
        closing = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private void broken(String why) {
        if (!closing) {
            frames.trouble("the WebSocket of " + courierId + " broke: " + why);
        }
    }

    private void frame(String frame, long atNanos) {
        try (JsonParser json = JSON.createParser(frame)) {
            String type = "";
            long fixedAt = Rfc3339.INVALID;
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "type" -> type = json.getValueAsString("");
                    case "fixedAt" -> fixedAt = Rfc3339.parse(json.getValueAsString(""));
                    default -> json.skipChildren();
                }
            }
            book(type, fixedAt, atNanos);
        } catch (IOException e) {
            frames.trouble("a frame of " + courierId + " cannot be read: " + e.getMessage());
        }
    }

    private void book(String type, long fixedAt, long atNanos) {
        switch (type) {
            case "position" -> frames.seen(courierId, number, fixedAt, atNanos);
            case "lagging" -> frames.lagging();
            default -> {
                // a heartbeat
            }
        }
    }
}
