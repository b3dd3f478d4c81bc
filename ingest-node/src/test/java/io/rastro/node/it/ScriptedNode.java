package io.rastro.node.it;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Files of pages as a node serves them; what else is asked, and live frames, is what a test makes of it. */
final class ScriptedNode implements AutoCloseable {

    /** More than any test sends to one that does not read. */
    private static final int WAITING = 8_192;

    private final ActorSystem<?> system = ActorSystem.create(
            Behaviors.empty(),
            "scripted",
            ConfigFactory.parseString("akka.loglevel = OFF").withFallback(ConfigFactory.defaultReference()));
    private final List<Route> files;
    private final UnaryOperator<String> fileAt;
    private final Function<HttpRequest, HttpResponse> answers;
    private final List<String> liveAsked = new CopyOnWriteArrayList<>();
    private final ServerBinding binding;

    private volatile int liveStatus = 200;
    private volatile CompletableFuture<SourceQueueWithComplete<Message>> socket = new CompletableFuture<>();

    private ScriptedNode(List<Route> files, UnaryOperator<String> fileAt, Function<HttpRequest, HttpResponse> answers) {
        this.files = files;
        this.fileAt = fileAt;
        this.answers = answers;
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(this::answer)
                .toCompletableFuture()
                .join();
    }

    /**
     * @param fileAt the path of the file that stands at another one
     * @param answers whatever begins with {@code /v1/} and is not live
     */
    static ScriptedNode start(
            List<Route> files, UnaryOperator<String> fileAt, Function<HttpRequest, HttpResponse> answers) {
        return new ScriptedNode(files, fileAt, answers);
    }

    String base() {
        return "http://127.0.0.1:" + binding.localAddress().getPort();
    }

    /** Whoever wants to watch from now on is answered so; 200: may. */
    void answersLive(int status) {
        liveStatus = status;
    }

    /** The paths and queries of requests for live frames, those that were refused among them. */
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

    static String pathAndQuery(HttpRequest request) {
        return request.getUri().getPathString()
                + request.getUri().rawQueryString().map(query -> "?" + query).orElse("");
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        String path = request.getUri().path();
        if (path.startsWith("/v1/")) {
            return CompletableFuture.completedStage(path.endsWith("/live") ? live(request) : answers.apply(request));
        }
        for (Route route : files) {
            if (route.template().equals(fileAt.apply(path))) {
                return route.handler().handle(request, List.of());
            }
        }
        return CompletableFuture.completedStage(HttpResponse.create().withStatus(404));
    }

    private HttpResponse live(HttpRequest request) {
        liveAsked.add(pathAndQuery(request));
        WebSocketUpgrade upgrade =
                request.getAttribute(AttributeKeys.webSocketUpgrade).orElseThrow();
        if (liveStatus != 200) {
            return HttpResponse.create().withStatus(liveStatus);
        }
        Source<Message, NotUsed> frames = Source.<Message>queue(WAITING, OverflowStrategy.fail())
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
