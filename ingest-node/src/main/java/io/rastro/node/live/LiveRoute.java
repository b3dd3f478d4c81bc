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
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.positions.CourierIds;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code GET /v1/couriers/{courierId}/live}: a WebSocket, or server-sent events for who accepts them. What a client sends
 * over the WebSocket is ignored as far as {@link Sockets} lets it: a keep-alive of a proxy or a library ends nothing.
 */
public final class LiveRoute {

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private final Watching watching;
    private final int maxConnections;
    private final AtomicInteger connections = new AtomicInteger();
    private final SharedKillSwitch end = KillSwitches.shared("live");
    private final Sockets sockets;

    public LiveRoute(ActorSystem<?> system, Watching watching, int maxConnections, MeterRegistry meters) {
        this.watching = watching;
        this.maxConnections = maxConnections;
        this.sockets = new Sockets(system);
        Gauge.builder("rastro.live.connections", connections, AtomicInteger::get)
                .description("open WebSocket and SSE connections")
                .register(meters);
    }

    public Route route() {
        return Route.get("/v1/couriers/{courierId}/live", this::handle);
    }

    /**
     * Ends every connection after the frame that it is at, and each that comes later at once; WebSockets with 1012: clients
     * come back to another node with their cursor.
     *
     * @return completes when the WebSockets are closed, in {@link #CLOSED_WITHIN} at the latest: who stops listening then cuts
     *     what is still open
     */
    public CompletionStage<Done> end() {
        // First: a WebSocket whose frames have ended by themselves would be closed as usual.
        CompletionStage<Done> closed = sockets.end(CLOSED_WITHIN);
        end.shutdown();
        return closed;
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request, List<String> variables) {
        String courierId = CourierIds.required(variables.get(0));
        Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        if (upgrade.isEmpty() && !acceptsEvents(request)) {
            throw Problem.of(
                            ProblemType.UPGRADE_REQUIRED,
                            "Open a WebSocket here, or ask with Accept: text/event-stream.")
                    .withHeader("Upgrade", "websocket")
                    .toException();
        }
        Source<LiveFrame, NotUsed> frames = bounded(watching.live(courierId, cursor(request)));
        return CompletableFuture.completedFuture(
                upgrade.isPresent() ? webSocket(upgrade.get(), frames) : events(frames));
    }

    private static boolean acceptsEvents(HttpRequest request) {
        return request.getHeader("Accept")
                .map(accept -> accept.value().contains("text/event-stream"))
                .orElse(false);
    }

    /** {@code Last-Event-ID} wins: a browser that connects again still has the URL of its first time. */
    private static Optional<Cursor> cursor(HttpRequest request) {
        Optional<String> lastEvent = request.getHeader("Last-Event-ID").map(header -> header.value());
        if (lastEvent.isPresent()) {
            return Optional.of(Cursor.parse(lastEvent.get())
                    .orElseThrow(() -> Problem.of(
                                    ProblemType.INVALID_HEADER,
                                    "Last-Event-ID",
                                    "Last-Event-ID must be the id of an event: seq or seq.index.")
                            .toException()));
        }
        return QueryParameters.of(request)
                .text("fromSeq")
                .map(text -> Cursor.parse(text)
                        .orElseThrow(() -> QueryParameters.wrong(
                                "fromSeq", "must be a cursor: seq or seq.index, whole numbers from 0")));
    }

    private Source<LiveFrame, NotUsed> bounded(Source<LiveFrame, NotUsed> frames) {
        if (connections.get() >= maxConnections) {
            throw Unavailable.overloaded("The node has as many watchers as it takes.")
                    .toException();
        }
        return frames.via(end.flow()).watchTermination((ignored, ended) -> {
            connections.incrementAndGet();
            ended.whenComplete((done, failure) -> connections.decrementAndGet());
            return NotUsed.getInstance();
        });
    }

    private HttpResponse webSocket(WebSocketUpgrade upgrade, Source<LiveFrame, NotUsed> frames) {
        return sockets.open(upgrade, frames.map(FrameJson::of), (ignored, socket) -> {});
    }

    private static HttpResponse events(Source<LiveFrame, NotUsed> frames) {
        Source<ByteString, NotUsed> bytes =
                frames.map(ServerSentEvents::event).prepend(Source.single(ServerSentEvents.RETRY));
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
                .withEntity(HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), bytes));
    }
}
