package io.rastro.node.areas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.TestApi;
import io.rastro.node.WebSocketClient;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AreaLiveRouteTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi("rastro.areas.max-couriers = 8");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void isAt(String courierId, long seqNr, double lat, double lon) {
        api.areas
                .whereabouts()
                .at(new TracedPosition(
                        courierId, seqNr, 0, System.currentTimeMillis(), Position.of(Instant.EPOCH, lat, lon)));
    }

    private static List<String> types(WebSocketClient client) {
        return client.frames().stream()
                .map(frame -> frame.path("type").asText()
                        + (frame.has("courierId")
                                ? " " + frame.path("courierId").asText()
                                : ""))
                .toList();
    }

    private static void awaitTypes(WebSocketClient client, String... types) {
        await().atMost(LONG).untilAsserted(() -> assertThat(types(client)).containsExactly(types));
    }

    @Test
    void showsWhoIsThereAndWhatChanges() {
        isAt("a", 1, -23.55, -46.63);
        isAt("b", 1, -22.9, -43.2);
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/live?bbox=-47,-24,-46,-23"))) {
            awaitTypes(client, "enter a", "window");
            isAt("a", 2, -23.56, -46.63);
            awaitTypes(client, "enter a", "window", "move a");
            isAt("b", 2, -23.5, -46.5);
            isAt("a", 3, -10, -46.63);
            awaitTypes(client, "enter a", "window", "move a", "enter b", "leave a");

            JsonNode moved = client.frames().get(2);
            assertThat(moved.path("lat").asDouble()).isEqualTo(-23.56);
            assertThat(moved.path("cursor").asText()).isEqualTo("2.0");
            assertThat(moved.path("fixedAt").asText()).startsWith("1970-");
            assertThat(client.frames().get(1).path("bbox")).hasSize(4);
        }
    }

    @Test
    void theClientMovesTheWindow() {
        isAt("a", 1, -23.55, -46.63);
        isAt("b", 1, -22.9, -43.2);
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/live?bbox=-47,-24,-46,-23"))) {
            awaitTypes(client, "enter a", "window");
            client.send("{\"later\":{\"x\":[1]},\"bbox\":[-44,-23.5,-42,-22]}");
            awaitTypes(client, "enter a", "window", "leave a", "enter b", "window");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[1,2,3,4]",
                "{}",
                "{\"bbox\":[1,2,3]}",
                "{\"bbox\":[1,2,3,4,5]}",
                "{\"bbox\":[1,2,3,\"4\"]}",
                "{\"bbox\":[0,2,1,1]}",
                "{\"bbox\":[0,0,1,NaN]}",
                "{\"bbox\":[0,0,1,1e999]}",
                "{\"bbox\":[0,0,1",
                "{\"bbox\":[0,0,1,1]} x",
                "{\"bbox\":null}"
            })
    void whatIsNoWindowIsAnsweredAndTheWindowStays(String text) {
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/live?bbox=-47,-24,-46,-23"))) {
            awaitTypes(client, "window");
            client.send(text);
            awaitTypes(client, "window", "error");
            assertThat(client.frames().get(1).path("detail").asText())
                    .containsAnyOf("bbox", "minLat", "maxLat", "maxLon");
            isAt("a", 1, -23.55, -46.63);
            awaitTypes(client, "window", "error", "enter a");
        }
    }

    @Test
    void whoNeverSendsAWindowIsClosed() {
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/live?bbox=-47,-24,-46,-23"))) {
            for (int i = 0; i < 99; i++) {
                client.send("x");
            }
            client.send("{\"bbox\":[-44,-23.5,-42,-22]}");
            for (int i = 0; i < 99; i++) {
                client.send("x");
            }
            await().atMost(LONG).until(() -> types(client).contains("error"));
            assertThat(client.isOpen()).isTrue();
            client.send("x");
            assertThat(client.awaitClose()).isEqualTo(1008);
        }
    }

    @Test
    void ofTooManyItSaysHowManyAreWhere() {
        for (int i = 0; i < 20; i++) {
            isAt("c-" + i, 1, -23.55, -46.63);
        }
        try (WebSocketClient client = WebSocketClient.open(api.uri("/v1/live?bbox=-47,-24,-46,-23"))) {
            await().atMost(LONG).until(() -> types(client).contains("clusters"));
            JsonNode clusters = client.frames().get(types(client).indexOf("clusters"));
            assertThat(clusters.path("count").asInt()).isEqualTo(20);
            assertThat(clusters.path("clusters").get(0).path("count").asInt()).isEqualTo(20);
        }
    }

    @Test
    void sendsFramesAsEvents() throws Exception {
        isAt("a", 1, -23.55, -46.63);

        HttpRequest request = HttpRequest.newBuilder(api.uri("/v1/live?bbox=-47,-24,-46,-23"))
                .header("Accept", "text/event-stream")
                .build();
        try (Stream<String> lines = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()) {
            assertThat(lines.takeWhile(line -> !line.contains("\"type\":\"window\""))
                            .filter(line -> line.startsWith("data: ")))
                    .singleElement()
                    .asString()
                    .startsWith("data: {\"type\":\"enter\",\"courierId\":\"a\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?bbox=1,2,3", "?bbox=0,1,1,0", "?bbox=NaN,0,1,1"})
    void aWindowThatIsNoneIsRefused(String query) {
        api.get("/v1/live" + query, "Accept", "text/event-stream")
                .isProblem(400, "invalid-parameter")
                .naming("bbox");
    }

    @Test
    void asksForAnUpgrade() {
        api.get("/v1/live?bbox=0,0,1,1").isProblem(426, "upgrade-required");
    }
}
