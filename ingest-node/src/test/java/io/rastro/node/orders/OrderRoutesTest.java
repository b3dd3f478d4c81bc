package io.rastro.node.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.WebSocketClient;
import io.rastro.node.share.ShareLinks;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.LiveFrame;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderRoutesTest {

    private static final String SECRET = "a-secret-of-the-tests-that-is-long-enough";
    private static final long AT = 1_700_000_000_000L;
    private static final ShareLinks LINKS = new ShareLinks(List.of(SECRET), Clock.systemUTC());
    private static final Position FIX =
            new Position(AT, -23.5, -46.6, 4.5, 8.25, 271.5, 760, 83, "o-1", Map.of("vehicle", "bicicleta"), false);

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi("rastro.share.secrets = [\"" + SECRET + "\"]");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void forget() {
        api.orders.away = false;
        api.orders.said.clear();
        api.orders.stored.clear();
        api.orders.frames = List.of();
    }

    private static Answer send(String method, String path, String body) {
        return api.send(HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static Answer put(String body) {
        return send("PUT", "/v1/couriers/c-1/order", body);
    }

    private static void said(String courierId, OrderChange change, long at) {
        api.orders.stored.add(new TracedOrderChange(courierId, 3, 0, "o-1", change, false, at, at));
        api.toldOrders.changed("o-1");
    }

    private static LiveFrame position(String courierId, int seqNr, Position position) {
        return new PositionFrame(new TracedPosition(courierId, seqNr, 0, AT + 1, position));
    }

    private static WebSocketClient watch(String path) {
        return WebSocketClient.open(URI.create(api.uri(path).toString().replace("http", "ws")));
    }

    private static String token(Instant expiresAt) {
        return LINKS.sign("o-1", expiresAt);
    }

    @Test
    void saysToTheCourierWhatItDoes() {
        assertThat(put("{\"orderId\":\"o-1\"}").isOk().body())
                .isEqualTo(
                        "{\"persistenceId\":\"courier~c-1\",\"seqNr\":7,\"orderId\":\"o-1\",\"status\":\"pickedUp\"}");
        put("{\"status\":\"delivered\",\"unknown\":[1],\"orderId\":\"o-2\"}").isOk();
        assertThat(send("DELETE", "/v1/couriers/c-1/order", "").status()).isEqualTo(204);
        assertThat(api.orders.said).containsExactly("c-1 pickedUp o-1", "c-1 delivered o-2", "c-1 released null");
        assertThat(api.get("/v1/couriers/c-1/order").isOk().body())
                .isEqualTo("{\"courierId\":\"c-1\",\"orderId\":\"o-1\",\"since\":\"2023-11-14T22:13:20.000Z\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                    | 400 | unreadable-body | body",
                "{\"orderId\":\"o-1\"                  | 400 | unreadable-body | body",
                "{\"orderId\":\"o-1\"}{}               | 400 | unreadable-body | body",
                "{}                                    | 422 | invalid-order   | orderId",
                "{\"orderId\":null}                    | 422 | invalid-order   | orderId",
                "{\"orderId\":7}                       | 422 | invalid-order   | orderId",
                "{\"orderId\":\"\"}                    | 422 | invalid-order   | orderId",
                "{\"orderId\":\"no id\"}               | 422 | invalid-order   | orderId",
                "{\"orderId\":\"o\",\"status\":\"x\"}  | 422 | invalid-order   | status",
                "{\"orderId\":\"o\",\"status\":\"released\"} | 422 | invalid-order   | status"
            })
    void saysWhatIsWrong(String body, int status, String type, String field) {
        Answer answer = put(body);
        answer.isProblem(status, type).naming(field);
        assertThat(api.orders.said).isEmpty();
    }

    @Test
    void isUnavailableAndNotOkWhenItIsNotStored() {
        api.orders.away = true;
        for (Answer answer : List.of(
                put("{\"orderId\":\"o-1\"}"),
                send("DELETE", "/v1/couriers/c-1/order", ""),
                api.get("/v1/couriers/c-1/order"),
                api.get("/v1/orders/o-1"),
                api.get("/v1/shared/" + token(Instant.now().plusSeconds(60))))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers().get("retry-after")).isNotEmpty();
        }
    }

    @Test
    void saysWhoCarriesIt() {
        assertThat(api.get("/v1/orders/o-1").status()).isEqualTo(404);
        assertThat(api.get("/v1/orders/no%20id").status()).isEqualTo(400);
        said("c-1", OrderChange.PICKED_UP, AT);
        said("c-2", OrderChange.PICKED_UP, AT + 1_000);
        assertThat(api.get("/v1/orders/o-1").isOk().body())
                .isEqualTo("{\"orderId\":\"o-1\",\"status\":\"pickedUp\",\"courierId\":\"c-2\","
                        + "\"pickedUpAt\":\"2023-11-14T22:13:20.000Z\",\"deliveredAt\":null,\"legs\":["
                        + "{\"courierId\":\"c-1\",\"from\":\"2023-11-14T22:13:20.000Z\"},"
                        + "{\"courierId\":\"c-2\",\"from\":\"2023-11-14T22:13:21.000Z\"}]}");
        said("c-2", OrderChange.RELEASED, AT + 2_000);
        JsonNode released = api.get("/v1/orders/o-1").isOk().json();
        assertThat(released.path("status").asText()).isEqualTo("released");
        assertThat(released.path("courierId").isNull()).isTrue();
    }

    @Test
    void isLiveUntilItIsDelivered() {
        said("c-1", OrderChange.PICKED_UP, AT);
        api.orders.frames =
                List.of(position("c-1", 4, FIX), position("c-1", 5, FIX.serving("o-2")), position("c-1", 6, FIX));
        try (WebSocketClient live = watch("/v1/orders/o-1/live?fromSeq=0")) {
            live.awaitFrames(3);
            said("c-1", OrderChange.DELIVERED, AT + 5_000);
            assertThat(live.awaitClose()).isEqualTo(1000);
            assertThat(live.frames())
                    .extracting(frame -> frame.path("type").asText() + " "
                            + frame.path("cursor").asText())
                    .containsExactly(
                            "pickedUp 1700000000000~3",
                            "position 1700000000000~4.0",
                            "position 1700000000000~6.0",
                            "delivered 1700000000000~end");
            assertThat(live.frames().get(1).path("courierId").asText()).isEqualTo("c-1");
            assertThat(live.frames().get(1).at("/attributes/vehicle").asText()).isEqualTo("bicicleta");
        }
    }

    @Test
    void itsWatchersLearnThatNobodyHasIt() {
        said("c-1", OrderChange.PICKED_UP, AT);
        said("c-1", OrderChange.RELEASED, AT + 5_000);
        api.orders.frames = List.of();
        try (WebSocketClient live = watch("/v1/orders/o-1/live")) {
            live.awaitFrames(1);
            assertThat(live.frames().get(0))
                    .hasToString("{\"type\":\"released\",\"cursor\":\"1700000000000~all\","
                            + "\"at\":\"2023-11-14T22:13:25.000Z\",\"orderId\":\"o-1\"}");
            said("c-2", OrderChange.PICKED_UP, AT + 9_000);
            live.awaitFrames(2); // it was still open
            assertThat(live.frames().get(1).path("courierId").asText()).isEqualTo("c-2");
        }
        said("c-2", OrderChange.RELEASED, AT + 10_000);
        try (WebSocketClient shared = watch("/v1/shared/" + token(Instant.now().plusSeconds(60)) + "/live")) {
            shared.awaitFrames(1);
            assertThat(names(shared.frames().get(0))).containsExactly("type", "cursor", "at");
        }
    }

    @Test
    void whoHasALinkLearnsWhereItIsAndNothingElse() {
        said("c-1", OrderChange.PICKED_UP, AT);
        said("c-1", OrderChange.DELIVERED, AT + 5_000);
        api.orders.frames = List.of(position("c-1", 2, FIX));
        String shared = "/v1/shared/" + token(Instant.now().plusSeconds(60));
        try (WebSocketClient live = watch(shared + "/live?fromSeq=0")) {
            assertThat(live.awaitClose()).isEqualTo(1000);
            assertThat(live.frames()).hasSize(3);
            assertThat(new TreeSet<>(names(live.frames().get(0)))).containsExactly("at", "cursor", "type");
            assertThat(new TreeSet<>(names(live.frames().get(1))))
                    .containsExactly(
                            "accuracyM", "bearingDeg", "cursor", "fixedAt", "lat", "late", "lon", "speedMps", "type");
            assertThat(new TreeSet<>(names(live.frames().get(2)))).containsExactly("at", "cursor", "type");
        }
        Answer status = api.get(shared).isOk();
        assertThat(new TreeSet<>(names(status.json()))).containsExactly("deliveredAt", "expiresAt", "status");
        assertThat(status.json().path("status").asText()).isEqualTo("delivered");
        assertThat(status.headers().get("cache-control")).contains("no-store");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aLinkThatExpiresWhileItIsOpenSaysSo() {
        said("c-1", OrderChange.PICKED_UP, AT);
        try (WebSocketClient live = watch("/v1/shared/" + token(Instant.now().plusSeconds(3)) + "/live")) {
            assertThat(live.awaitClose()).isEqualTo(1000);
            assertThat(live.frames())
                    .extracting(frame -> frame.path("type").asText())
                    .containsExactly("pickedUp", "expired");
        }
    }

    @Test
    void anOrderThatNobodyCarriesYetIsWaitedFor() {
        try (WebSocketClient live = watch("/v1/orders/o-1/live")) {
            await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 1"));
            api.orders.frames = List.of(position("c-1", 4, FIX));
            said("c-1", OrderChange.PICKED_UP, AT);
            live.awaitFrames(2);
        }
    }

    @Test
    void whoComesWhileNobodyHasItIsShownWhoPicksItUpNext() {
        said("c-1", OrderChange.PICKED_UP, AT);
        said("c-1", OrderChange.RELEASED, AT + 1_000);
        api.orders.frames = List.of(position("c-1", 4, FIX));
        try (WebSocketClient live = watch("/v1/orders/o-1/live")) {
            live.awaitFrames(1);
            said("c-1", OrderChange.PICKED_UP, AT + 2_000);
            live.awaitFrames(3);
            assertThat(live.frames())
                    .extracting(frame -> frame.path("cursor").asText())
                    .containsExactly("1700000000000~all", "1700000002000~3", "1700000002000~4.0");
        }
    }

    @Test
    void anExpiredOrAlteredLinkShowsNothing() {
        said("c-1", OrderChange.PICKED_UP, AT);
        String expired = token(Instant.now().minusSeconds(1));
        String altered = token(Instant.now().plusSeconds(60)).replaceFirst("^AQ", "AR");
        for (String path : List.of("", "/live")) {
            Answer gone = api.get("/v1/shared/" + expired + path, "Accept", "text/event-stream");
            gone.isProblem(410, "share-expired");
            Answer refused = api.get("/v1/shared/" + altered + path, "Accept", "text/event-stream");
            refused.isProblem(403, "share-invalid");
        }
    }

    @Test
    void whoComesBackAfterTheEndIsToldNotTo() {
        assertThat(api.get("/v1/orders/o-1/live", "Accept", "text/event-stream", "Last-Event-ID", "7~end")
                        .status())
                .isEqualTo(204);
        Answer wrong = api.get("/v1/orders/o-1/live?fromSeq=57.3", "Accept", "text/event-stream");
        wrong.isProblem(400, "invalid-parameter").naming("fromSeq");
    }

    @Test
    void aWatcherThatLeavesIsForgotten() {
        try (WebSocketClient live = watch("/v1/orders/o-9/live")) {
            assertThat(live.isOpen()).isTrue();
            await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 1"));
        }
        await().until(() -> api.get("/metrics").body().contains("rastro_live_connections 0"));
    }
}
