package io.rastro.node.live;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.node.http.Unavailable;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** All connections of a node that watch something: WebSockets, or server-sent events for who accepts them. */
public final class LiveConnections {

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private final int max;
    private final OpenConnections open;
    private final Sockets sockets;

    /**
     * What one connection is shown.
     *
     * @param text a frame for a WebSocket
     * @param event the same for server-sent events
     * @param heard what the client sends over a WebSocket, up to {@value Sockets#MAX_TEXT_BYTES} bytes, and what closes
     *     it with 1008 and a reason, until the call returns
     */
    public record Shown<F>(
            Source<F, NotUsed> frames,
            Function<F, Text> text,
            Function<F, ByteString> event,
            BiConsumer<String, Consumer<String>> heard) {}

    public LiveConnections(ActorSystem<?> system, int max, MeterRegistry meters) {
        this.max = max;
        this.open = new OpenConnections(system);
        this.sockets = new Sockets(system, open);
        Gauge.builder("rastro.live.connections", open::count)
                .description("open WebSocket and SSE connections")
                .register(meters);
    }

    /**
     * Opens one connection.
     *
     * @throws io.rastro.node.problem.ProblemException when the client asked for neither kind, or there are as many as may be
     */
    public <F> HttpResponse open(HttpRequest request, Shown<F> shown) {
        Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        if (upgrade.isEmpty() && !acceptsEvents(request)) {
            throw Problem.of(
                            ProblemType.UPGRADE_REQUIRED,
                            "Open a WebSocket here, or ask with Accept: text/event-stream.")
                    .withHeader("Upgrade", "websocket")
                    .toException();
        }
        if (open.count() >= max) {
            throw Unavailable.overloaded("The node has as many watchers as it takes.")
                    .toException();
        }
        return upgrade.isPresent()
                ? sockets.open(
                        upgrade.get(),
                        shown.frames().map(shown.text()::apply),
                        (text, close) -> shown.heard().accept(text, why -> close.accept(Close.policy(why))))
                : events(shown.frames().via(new EventsStage<>(shown.event(), open)));
    }

    private static boolean acceptsEvents(HttpRequest request) {
        return request.getHeader("Accept")
                .map(accept -> accept.value().contains("text/event-stream"))
                .orElse(false);
    }

    private static HttpResponse events(Source<ByteString, NotUsed> events) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
                .withEntity(HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), events));
    }

    /**
     * Ends every connection after the frame that it is at, and each that comes later at once; WebSockets with 1012: clients
     * come back to another node.
     *
     * @return completes when they are closed, in {@link #CLOSED_WITHIN} at the latest: who stops listening then cuts what is
     *     still open
     */
    public CompletionStage<Done> end() {
        return open.end(CLOSED_WITHIN);
    }
}
