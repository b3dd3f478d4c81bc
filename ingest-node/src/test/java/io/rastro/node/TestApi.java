package io.rastro.node;

import akka.Done;
import akka.NotUsed;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rastro.node.http.HttpSettings;
import io.rastro.node.http.Route;
import io.rastro.node.journal.JournalHealth;
import io.rastro.node.map.MapSettings;
import io.rastro.node.membership.Fence;
import io.rastro.node.past.Past;
import io.rastro.node.past.PastAreas;
import io.rastro.node.pix.PixHttpSettings;
import io.rastro.node.pix.PixRoutes;
import io.rastro.node.positions.History;
import io.rastro.node.positions.Tracking;
import io.rastro.node.receipts.Tracing;
import io.rastro.node.share.ShareSettings;
import io.rastro.node.start.Api;
import io.rastro.node.start.Configuration;
import io.rastro.protocol.EventId;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.protocol.tracker.TrackerReport.Quarantined;
import io.rastro.sharding.area.AreaSettings;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.geofence.Geofences;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.order.Orders;
import io.rastro.sinks.receipt.Receipt;
import io.rastro.sinks.receipt.ReceiptSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The real routes on a real socket, over couriers that live in a map: what is tested is HTTP, not the entities. */
public final class TestApi implements AutoCloseable, Tracking, Tracing {

    public final Map<String, List<Position>> recorded = new ConcurrentHashMap<>();
    public final Map<String, String> keys = new ConcurrentHashMap<>();
    public final List<Optional<Cursor>> watchedFrom = new ArrayList<>();

    public final JournalHealth health = new JournalHealth(1);

    /** When set, answers instead of the map. */
    public volatile @Nullable Supplier<CompletionStage<Courier.Reply>> reply;

    public volatile @Nullable Supplier<CompletionStage<Courier.LatestReply>> latestReply;

    public volatile Source<LiveFrame, NotUsed> frames = Source.never();
    public volatile History history =
            (id, from, to, limit, cursor) -> CompletableFuture.completedFuture(new History.Page(List.of(), null));

    public volatile Past past =
            (id, lastSeqNr, at) -> CompletableFuture.failedStage(new IllegalStateException("no past"));

    public volatile PastAreas pastAreas =
            (area, at, most) -> CompletableFuture.failedStage(new IllegalStateException("no past"));

    public final Map<String, JournalEvent> journal = new ConcurrentHashMap<>();
    public volatile boolean journalAnswers = true;

    /** When set, instead of the map. */
    public volatile @Nullable CompletionStage<Optional<JournalEvent>> journalReads;

    /** Empty: as if too many were looked up. */
    public volatile Optional<Receipt> receipt = Optional.empty();

    /** Those of this node, of which nobody tells it but the test. */
    public final Areas areas;

    public final Geofences geofences;

    public final MemoryGeofences geofenceStore = new MemoryGeofences();

    /** What couriers are in. */
    public volatile Courier.InsideReply inside = new Courier.Inside(List.of());

    public final TestOrders orders = new TestOrders();

    /** Tells who watches an order that something was stored of it. */
    public final Orders toldOrders;

    /** What is behind the routes of Pix accounts. */
    public final TestPix pix = new TestPix();

    /** What phones sent and is no position. */
    public final List<Quarantined> quarantined = new CopyOnWriteArrayList<>();

    public volatile CompletionStage<Done> puttingAside = CompletableFuture.completedStage(Done.getInstance());

    private final ActorSystem<?> system;
    private final Api api;
    private final ServerBinding binding;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestApi() {
        this("");
    }

    /** @param settings HOCON over {@code application.conf} */
    public TestApi(String settings) {
        Config config = Configuration.over(ConfigFactory.parseString("rastro.http.leave-delay = 0 s\n"
                + settings
                + "\n akka.actor.provider = local, rastro.http.port = 0, akka.coordinated-shutdown.exit-jvm = off,"
                + " akka.loglevel = WARNING"));
        system = ActorSystem.create(Behaviors.empty(), "api", config);
        areas = Areas.start(system, AreaSettings.from(config));
        geofences = Geofences.alone(system, geofenceStore);
        geofences.complete().toCompletableFuture().join();
        toldOrders = Orders.alone(system, orders, orders);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HttpSettings http = HttpSettings.from(config);
        api = Api.create(
                system,
                http,
                MapSettings.from(config),
                ShareSettings.from(config),
                PixHttpSettings.from(config),
                ReceiptSettings.from(config.getConfig("rastro.sinks.receipts")),
                new Api.Behind(
                        this,
                        (id, from) -> watch(from),
                        areas,
                        geofences,
                        id -> CompletableFuture.completedStage(inside),
                        orders,
                        toldOrders,
                        (id, from, to, limit, cursor) -> history.page(id, from, to, limit, cursor),
                        (id, lastSeqNr, at) -> past.newest(id, lastSeqNr, at),
                        (area, at, most) -> pastAreas.who(area, at, most),
                        this,
                        health,
                        new PixRoutes.Behind(pix, pix::page, pix::live, pix::keep),
                        this::putAside),
                meters);
        binding = api.bind(system, http);
    }

    public List<Route> routes() {
        return api.routes();
    }

    private CompletionStage<Done> putAside(String app, Instant receivedAt, List<Quarantined> items) {
        quarantined.addAll(items);
        return puttingAside;
    }

    private Source<LiveFrame, NotUsed> watch(Optional<Cursor> from) {
        watchedFrom.add(from);
        return frames;
    }

    @Override
    public CompletionStage<Courier.Reply> record(
            String courierId, List<Position> positions, @Nullable String idempotencyKey, long receivedAtMillis) {
        Supplier<CompletionStage<Courier.Reply>> instead = reply;
        if (instead != null) {
            return instead.get();
        }
        if (idempotencyKey != null) {
            keys.put(courierId, idempotencyKey);
        }
        List<Position> all = recorded.computeIfAbsent(courierId, id -> new ArrayList<>());
        synchronized (all) {
            all.addAll(positions);
            return CompletableFuture.completedFuture(
                    new Courier.Reply.Recorded(positions.size(), 0, all.size(), false, 0));
        }
    }

    @Override
    public CompletionStage<Courier.LatestReply> latest(String courierId) {
        Supplier<CompletionStage<Courier.LatestReply>> instead = latestReply;
        if (instead != null) {
            return instead.get();
        }
        List<Position> all = recorded.getOrDefault(courierId, List.of());
        TracedPosition latest = all.isEmpty()
                ? null
                : new TracedPosition(courierId, all.size(), 0, 1_700_000_000_000L, all.get(all.size() - 1));
        return CompletableFuture.completedFuture(new Courier.Latest(latest, all.size(), all.size()));
    }

    @Override
    public CompletionStage<Optional<JournalEvent>> journaled(String persistenceId, long seqNr) {
        CompletionStage<Optional<JournalEvent>> instead = journalReads;
        if (instead != null) {
            return instead;
        }
        return journalAnswers
                ? CompletableFuture.completedStage(Optional.ofNullable(journal.get(persistenceId + "~" + seqNr)))
                : CompletableFuture.failedStage(new IllegalStateException("away"));
    }

    @Override
    public Optional<CompletionStage<Receipt>> behind(EventId id, PublishedEvent event, @Nullable Duration timeout) {
        return receipt.map(CompletableFuture::completedStage);
    }

    public ActorSystem<?> system() {
        return system;
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public Answer post(String path, String body) {
        return post(path, "application/json", body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public Answer post(String path, String contentType, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", contentType);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public Answer get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A fix of now, as JSON. */
    public static String fix(double lat, double lon) {
        return "{\"fixedAt\":\"" + Instant.now() + "\",\"lat\":" + lat + ",\"lon\":" + lon + "}";
    }

    public Fence fence() {
        return Fence.of(system);
    }

    /** Stops it as SIGTERM does. */
    public CompletionStage<Done> leave() {
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
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
