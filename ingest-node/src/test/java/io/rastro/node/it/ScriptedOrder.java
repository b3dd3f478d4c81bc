package io.rastro.node.it;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import com.typesafe.config.ConfigFactory;
import io.rastro.node.http.Route;
import io.rastro.node.map.LiveMap;
import io.rastro.node.map.MapSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The map's files as a node serves them, and one order, whose state and live frames are what a test makes of them. */
final class ScriptedOrder implements AutoCloseable {

    private final ActorSystem<?> system = ActorSystem.create(
            Behaviors.empty(),
            "order",
            ConfigFactory.parseString("akka.loglevel = OFF").withFallback(ConfigFactory.defaultReference()));
    private final List<Route> files = LiveMap.routes(new MapSettings("", ""));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> liveAsked = new CopyOnWriteArrayList<>();
    private final ServerBinding binding;

    private volatile int status = 200;
    private volatile String state;
    private volatile CompletableFuture<SourceQueueWithComplete<Message>> socket = new CompletableFuture<>();

    private ScriptedOrder() {
        is("waiting");
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(this::answer)
                .toCompletableFuture()
                .join();
    }

    static ScriptedOrder start() {
        return new ScriptedOrder();
    }

    String base() {
        return "http://127.0.0.1:" + binding.localAddress().getPort();
    }

    /** Whoever asks for the order's state is answered so from now on. */
    void answers(int status) {
        this.status = status;
    }

    void is(String status) {
        state = "{\"status\":\"%s\",\"expiresAt\":\"2099-01-01T00:00:00Z\",\"deliveredAt\":null}".formatted(status);
    }

    void isDeliveredAt(String instant) {
        state = "{\"status\":\"delivered\",\"expiresAt\":\"2099-01-01T00:00:00Z\",\"deliveredAt\":\"%s\"}"
                .formatted(instant);
    }

    /** The paths of requests for its state. */
    List<String> asked() {
        return asked;
    }

    /** The paths and queries of requests for its live frames, those that were refused among them. */
    List<String> liveAsked() {
        return liveAsked;
    }

    /** To whoever is connected, or is next. */
    void send(String frame) {
        connected().offer(TextMessage.create(frame)).toCompletableFuture().join();
    }

    /** Ends the stream as a node does after its last frame, with 1000. */
    void complete() {
        connected().complete();
    }

    /** From then on it waits for the next connection. */
    void cut() {
        SourceQueueWithComplete<Message> before = connected();
        socket = new CompletableFuture<>();
        before.fail(new IllegalStateException("cut"));
    }

    private SourceQueueWithComplete<Message> connected() {
        return socket.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        String path = request.getUri().path();
        if (path.startsWith("/v1/")) {
            return CompletableFuture.completedStage(path.endsWith("/live") ? live(request) : state(path));
        }
        String file = path.startsWith("/share/") ? "/" : path;
        for (Route route : files) {
            if (route.template().equals(file)) {
                return route.handler().handle(request, List.of());
            }
        }
        return CompletableFuture.completedStage(HttpResponse.create().withStatus(404));
    }

    private HttpResponse state(String path) {
        asked.add(path);
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, state);
    }

    private HttpResponse live(HttpRequest request) {
        liveAsked.add(request.getUri().getPathString()
                + request.getUri().rawQueryString().map(query -> "?" + query).orElse(""));
        WebSocketUpgrade upgrade =
                request.getAttribute(AttributeKeys.webSocketUpgrade).orElseThrow();
        if (status != 200 && status != 404) {
            return HttpResponse.create().withStatus(status);
        }
        Source<Message, NotUsed> frames = Source.<Message>queue(64, OverflowStrategy.fail())
                .mapMaterializedValue(queue -> {
                    socket.complete(queue);
                    return NotUsed.getInstance();
                });
        return upgrade.handleMessagesWith(Flow.fromSinkAndSource(Sink.ignore(), frames));
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
