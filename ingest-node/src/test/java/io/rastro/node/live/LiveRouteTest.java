package io.rastro.node.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.javadsl.Source;
import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import io.rastro.node.WebSocketClient;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRouteTest {

    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi("rastro.http.max-live = 2");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void sendsFramesOverAWebSocket() {
        api.frames = Source.from(frames());

        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/user%2Fphone/live?fromSeq=3.1"))) {
            client.awaitFrames(3);

            assertThat(client.frames().get(0).path("type").asText()).isEqualTo("position");
            assertThat(client.frames().get(0).path("cursor").asText()).isEqualTo("4.2");
            assertThat(client.frames().get(0).path("lat").asDouble()).isEqualTo(1);
            assertThat(client.frames().get(0).path("receivedAt").asText()).startsWith("2023-");
            assertThat(client.frames().get(1).path("type").asText()).isEqualTo("lagging");
            assertThat(client.frames().get(1).path("from").asText()).isEqualTo("4.2");
            assertThat(client.frames().get(1).path("to").asText()).isEqualTo("9");
            assertThat(client.frames().get(2).path("type").asText()).isEqualTo("heartbeat");
            assertThat(api.watchedFrom).containsExactly(Optional.of(new Cursor(3, 1)));
        }
    }

    @Test
    void sendsFramesAsEvents() {
        api.frames = Source.from(frames());

        String events = api.get("/v1/couriers/c/live", "Accept", "text/event-stream")
                .isOk()
                .body();

        assertThat(events).startsWith("retry: 1000\n\nid: 4.2\ndata: {\"type\":\"position\"");
        assertThat(events).contains("\n\nid: 9\ndata: {\"type\":\"lagging\"");
        assertThat(events).endsWith("data: {\"type\":\"heartbeat\"}\n\n");
    }

    /** Byte for byte: clients are out there. */
    @Test
    void framesOfCouriersStayAsTheyAre() {
        TracedPosition traced = new TracedPosition(
                "c",
                4,
                2,
                1_700_000_000_500L,
                Position.of(Instant.ofEpochMilli(1_700_000_000_000L), 1, 2).serving("o-1"));
        api.frames = Source.<LiveFrame>single(new PositionFrame(
                        traced,
                        List.of(new GeofenceCrossing(2, "loja-1", GeofenceCrossing.Kind.ENTER, 1_700_000_000_000L))))
                .concat(Source.from(frames()).drop(1));

        assertThat(api.get("/v1/couriers/c/live", "Accept", "text/event-stream")
                        .isOk()
                        .body()
                        .split("\n\n"))
                .containsExactly(
                        "retry: 1000",
                        "id: 4.2\ndata: {\"type\":\"position\",\"courierId\":\"c\",\"seq\":4,\"index\":2,\"cursor\":\"4.2\","
                                + "\"fixedAt\":\"2023-11-14T22:13:20.000Z\",\"lat\":1.0,\"lon\":2.0,\"orderId\":\"o-1\",\"late\":false,"
                                + "\"receivedAt\":\"2023-11-14T22:13:20.500Z\",\"geofences\":[{\"geofenceId\":\"loja-1\","
                                + "\"event\":\"enter\",\"enteredAt\":\"2023-11-14T22:13:20.000Z\"}]}",
                        "id: 9\ndata: {\"type\":\"lagging\",\"from\":\"4.2\",\"to\":\"9\"}",
                        "data: {\"type\":\"heartbeat\"}");
    }

    @Test
    void resumesAfterTheLastEventWhateverTheUrlSays() {
        api.frames = Source.from(frames());

        api.get("/v1/couriers/c/live?fromSeq=1", "Accept", "text/event-stream", "Last-Event-ID", "7.0");

        assertThat(api.watchedFrom).containsExactly(Optional.of(new Cursor(7, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.x", "1.-2", "", "99999999999999999999"})
    void refusesACursorThatIsNone(String cursor) {
        api.get("/v1/couriers/c/live?fromSeq=" + cursor, "Accept", "text/event-stream")
                .isProblem(400, "invalid-parameter")
                .naming("fromSeq");
    }

    @Test
    void refusesAnEventIdThatIsNone() {
        api.get("/v1/couriers/c/live", "Accept", "text/event-stream", "Last-Event-ID", "x")
                .isProblem(400, "invalid-header")
                .naming("Last-Event-ID");
    }

    @Test
    void wantsAWebSocketOrEvents() {
        api.get("/v1/couriers/c/live").isProblem(426, "upgrade-required");
    }

    @Test
    void refusesMoreWatchersThanItTakes() {
        try (WebSocketClient first = WebSocketClient.open(api.uri("/v1/couriers/c/live"));
                WebSocketClient second = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            Awaitility.await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 2.0"));

            api.get("/v1/couriers/c/live", "Accept", "text/event-stream").isProblem(503, "overloaded");
            assertThat(first.isOpen() && second.isOpen()).isTrue();
        }
        Awaitility.await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 0.0"));
    }

    @Test
    void ignoresTheTextsOfAWatcher() {
        api.frames = Source.from(frames()).concat(Source.never());
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            for (int i = 0; i < 10_000; i++) {
                client.send("{\"type\":\"ping\"}");
            }
            client.sendInParts("keep-", "a", "live");
            client.ping();

            assertThat(client.isOpen()).isTrue();
            client.awaitFrames(3);
        }
    }

    @Test
    void closesWhenAWatcherSendsAMegabyteOfText() {
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            client.sendAll("x".repeat(1 << 20));

            assertThat(client.awaitClose()).isEqualTo(1009);
        }
        Awaitility.await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 0.0"));
    }

    @Test
    void closesWhenAWatcherSendsAMegabyteInAThousandParts() {
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            client.sendAll(Collections.nCopies(1_000, "x".repeat(1_049)).toArray(String[]::new));

            assertThat(client.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void closesWhenAWatcherSendsBytes() {
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            client.send(ByteBuffer.allocate(8));

            assertThat(client.awaitClose()).isEqualTo(1003);
        }
    }

    @Test
    void closesWhenTheFramesFail() {
        api.frames = Source.from(frames())
                .concatLazy(Source.lazySource(() -> Source.failed(new IllegalStateException("the test wants it so"))));
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/couriers/c/live"))) {
            assertThat(client.awaitClose()).isEqualTo(1011);
            assertThat(client.frames()).hasSize(3);
        }
    }

    @Test
    void refusesAnUpgradeThatIsNone() throws Exception {
        RawHttp.send(
                        api.port(),
                        "GET /v1/couriers/c/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                .isProblem(426, "upgrade-required");
    }

    private static List<LiveFrame> frames() {
        Position position = Position.of(Instant.ofEpochMilli(1_700_000_000_000L), 1, 2);
        return List.of(
                new PositionFrame(new TracedPosition("c", 4, 2, 1_700_000_000_500L, position)),
                new LiveFrame.Lagging(new Cursor(4, 2), Cursor.allOf(9)),
                new LiveFrame.Heartbeat());
    }
}
