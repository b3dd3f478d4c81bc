package io.rastro.proving.bench;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A server that takes single positions and shows them to each of the courier's watchers, in a way that a test may spoil. Like the
 * real one it shows a new watcher where the courier was last.
 */
final class WatchedNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ActorSystem system = ActorSystem.create(
            "watched",
            ConfigFactory.parseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
                    .withFallback(ConfigFactory.load()));
    private final Map<String, List<BoundedSourceQueue<Message>>> watchers = new ConcurrentHashMap<>();
    private final Map<String, Long> seqNrs = new ConcurrentHashMap<>();
    private final ServerBinding binding;
    private volatile BiConsumer<JsonNode, Consumer<JsonNode>> show = (frame, send) -> send.accept(frame);

    WatchedNode() throws Exception {
        this.binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(this::handle)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /**
     * For watchers that are yet to come.
     *
     * @param show gets each frame from now on, and what sends it to one watcher
     */
    void show(BiConsumer<JsonNode, Consumer<JsonNode>> show) {
        this.show = show;
        watchers.clear();
    }

    InetSocketAddress address() {
        return binding.localAddress();
    }

    @Override
    public void close() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        String courier = request.getUri().getPathString().split("/")[3];
        return request.entity()
                .toStrict(Duration.ofSeconds(5).toMillis(), Materializer.matFromSystem(system))
                .thenApply(body -> request.getAttribute(AttributeKeys.webSocketUpgrade)
                        .map(upgrade ->
                                upgrade.handleMessagesWith(Flow.fromSinkAndSource(Sink.ignore(), watch(courier))))
                        .orElseGet(() -> record(courier, body.getData().utf8String())));
    }

    private Source<Message, NotUsed> watch(String courier) {
        Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> frames =
                Source.<Message>queue(10_000).preMaterialize(system);
        frames.first().offer(message(frame(courier, JSON.createObjectNode().put("fixedAt", "2020-01-01T00:00:00Z"))));
        watchers.computeIfAbsent(courier, id -> new CopyOnWriteArrayList<>()).add(frames.first());
        return frames.second();
    }

    private HttpResponse record(String courier, String body) {
        long seqNr = seqNrs.merge(courier, 1L, Long::sum);
        try {
            JsonNode frame = frame(courier, JSON.readTree(body));
            for (BoundedSourceQueue<Message> watcher : watchers.get(courier)) {
                show.accept(frame, shown -> watcher.offer(message(shown)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HttpResponse.create()
                .withEntity(
                        ContentTypes.APPLICATION_JSON,
                        "{\"accepted\":1,\"duplicates\":0,\"rejected\":[],\"persistenceId\":\"courier~" + courier
                                + "\",\"seqNr\":" + seqNr + "}");
    }

    private static ObjectNode frame(String courier, JsonNode position) {
        ObjectNode frame = JSON.createObjectNode().put("type", "position").put("courierId", courier);
        return frame.setAll((ObjectNode) position);
    }

    private static Message message(JsonNode frame) {
        return TextMessage.create(frame.toString());
    }
}
