package io.rastro.proving.drill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.Rfc3339;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one courier over a WebSocket as a good client does: when the connection ends it comes back at once, and then
 * after ever longer pauses, with the cursor of the last frame that it has seen; a connection that is silent for two
 * heartbeats and a half it ends itself. All of it on one thread.
 */
final class StreamWatcher {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final long OPENS_WITHIN_MILLIS = 5000;

    /** Heartbeats come every 15 s. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(38);

    private final String courierId;
    private final InetSocketAddress at;
    private final Watchers watchers;
    private final Streams streams;

    /** Of nothing: from the beginning. */
    private String cursor = "0";

    private @Nullable Connection connection;
    private long pauseMillis;
    private long apartSinceNanos;
    private boolean closed;

    /** @param courierId made of letters, digits and hyphens */
    StreamWatcher(String courierId, InetSocketAddress at, Watchers watchers, Streams streams) {
        this.courierId = courierId;
        this.at = at;
        this.watchers = watchers;
        this.streams = streams;
    }

    boolean isOpen() {
        Connection current = connection;
        return current != null && current.socket != null;
    }

    void open() {
        if (closed) {
            return;
        }
        URI uri = URI.create("ws://" + at.getHostString() + ":" + at.getPort() + "/v1/couriers/" + courierId
                + "/live?fromSeq=" + cursor);
        Connection opening = new Connection();
        connection = opening;
        var unused = watchers.client()
                .newWebSocketBuilder()
                .buildAsync(uri, opening)
                .orTimeout(OPENS_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .whenCompleteAsync((socket, failure) -> opened(opening, socket, failure), watchers.thread());
    }

    private void opened(Connection opening, @Nullable WebSocket socket, @Nullable Throwable failure) {
        if (socket != null) {
            opening.socket = socket;
            if (connection != opening || closed) {
                socket.abort();
                return;
            }
            pauseMillis = 0;
            opening.lastNanos = System.nanoTime();
            if (apartSinceNanos != 0) {
                streams.backAfter(System.nanoTime() - apartSinceNanos);
                apartSinceNanos = 0;
            }
        } else if (failure != null) {
            ended(opening, "not opened: " + reason(failure));
        }
    }

    /** Ends what is silent for too long. */
    void check() {
        Connection current = connection;
        if (current != null && current.socket != null && System.nanoTime() - current.lastNanos > SILENCE_NANOS) {
            current.socket.abort();
            ended(current, "silent");
        }
    }

    void close() {
        closed = true;
        Connection current = connection;
        if (current != null && current.socket != null) {
            current.socket.abort();
        }
    }

    private void ended(Connection gone, String how) {
        if (closed || connection != gone) {
            return;
        }
        connection = null;
        streams.ended(how);
        if (apartSinceNanos == 0) {
            apartSinceNanos = System.nanoTime();
        }
        watchers.later(this::open, pauseMillis);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, pauseMillis * 2));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused) {
            return "answer " + refused.getResponse().statusCode();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** One connection; what comes on an old one is not heard. */
    private final class Connection implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket socket;
        private long lastNanos = System.nanoTime();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            long now = System.nanoTime();
            lastNanos = now;
            text.append(part);
            if (last) {
                if (connection == this && !closed) {
                    frame(text.toString(), now);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            ended(this, Integer.toString(status));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended(this, reason(error));
        }
    }

    private void frame(String frame, long nanos) {
        try (JsonParser json = JSON.createParser(frame)) {
            String type = "";
            long seqNr = 0;
            long fixedAt = Rfc3339.INVALID;
            String at = "";
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "type" -> type = json.getValueAsString("");
                    case "seq" -> seqNr = json.getValueAsLong();
                    case "cursor" -> at = json.getValueAsString("");
                    case "fixedAt" -> fixedAt = Rfc3339.parse(json.getValueAsString(""));
                    default -> json.skipChildren();
                }
            }
            book(type, seqNr, at, fixedAt, nanos);
        } catch (IOException e) {
            streams.trouble("a frame cannot be read: " + e.getMessage());
        }
    }

    private void book(String type, long seqNr, String at, long fixedAt, long nanos) {
        switch (type) {
            case "position" -> {
                cursor = at;
                streams.frame(courierId, seqNr, fixedAt, nanos);
            }
            case "lagging" -> streams.lagging();
            default -> streams.any(courierId, nanos);
        }
    }
}
