package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.WebSocketClient;
import io.rastro.node.start.Node;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Orders on the real stack: from the PUT over journal, topic and table to whoever watches, on any node. */
class OrdersIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int OF_A_LEG = 10;

    private final String run = "order-" + UUID.randomUUID();
    private final String first = run + "-a";
    private final String second = run + "-b";
    private final List<String> expected = new ArrayList<>();

    /** After any assignment. */
    private long fixedAt;

    private void say(NodeUnderTest node, String courierId, String status) {
        URI uri = URI.create(node.base() + "/v1/couriers/" + courierId + "/order");
        await().atMost(SOON)
                .until(() -> node.send("PUT", uri, "{\"orderId\":\"%s\",\"status\":\"%s\"}".formatted(run, status))
                                .status()
                        == 200);
        fixedAt = Math.max(fixedAt, System.currentTimeMillis());
    }

    /** Where it is carries its number, so that each is known again wherever it is shown. */
    private void post(NodeUnderTest node, String courierId) {
        double lat = expected.size() / 1_000.0;
        Posting.untilAcknowledged(
                node,
                courierId,
                "{\"fixedAt\":\"%s\",\"lat\":%s,\"lon\":-25,\"batteryPct\":50,\"attributes\":{\"plate\":\"ABC1D23\"}}"
                        .formatted(Instant.ofEpochMilli(fixedAt++), lat));
        expected.add(courierId + " " + lat);
    }

    private static WebSocketClient watch(String base, String path) {
        return WebSocketClient.open(URI.create(base.replace("http", "ws") + path));
    }

    private static List<String> shown(WebSocketClient... connections) {
        return Stream.of(connections)
                .flatMap(each -> each.positions().stream())
                .map(frame -> frame.path("courierId").asText() + " "
                        + frame.path("lat").asDouble())
                .toList();
    }

    private static String lastCursor(WebSocketClient connection) {
        List<JsonNode> positions = connection.positions();
        return positions.get(positions.size() - 1).path("cursor").asText();
    }

    @Test
    void isFollowedOverHandOversAndNodesUntilItIsDelivered() {
        String live = "/v1/orders/" + run + "/live?fromSeq=";
        try (NodeUnderTest node = NodeUnderTest.start()) {
            Node other = Node.start(node.joining(
                    node.cassandraContactPoint(), "rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }"));
            boolean stopped = false;
            try (WebSocketClient before = watch("http://127.0.0.1:" + other.httpPort(), live + "0")) {
                say(node, first, "pickedUp");
                for (int i = 0; i < OF_A_LEG; i++) {
                    post(node, first);
                }
                await().atMost(SOON).until(() -> shown(before).size() == OF_A_LEG);
                say(node, second, "pickedUp");
                for (int i = 0; i < OF_A_LEG; i++) {
                    post(node, second);
                }
                await().atMost(SOON).until(() -> shown(before).size() == 2 * OF_A_LEG);
                other.stop().toCompletableFuture().join();
                stopped = true;
                assertThat(before.awaitClose()).isEqualTo(1012);
                for (int i = 0; i < OF_A_LEG; i++) {
                    post(node, second);
                }
                say(node, first, "pickedUp");
                for (int i = 0; i < OF_A_LEG; i++) {
                    post(node, first);
                }
                try (WebSocketClient after = watch(node.base(), live + lastCursor(before))) {
                    await().atMost(SOON).until(() -> shown(before, after).size() == 4 * OF_A_LEG);
                    say(node, first, "delivered");
                    assertThat(after.awaitClose()).isEqualTo(1000);
                    assertThat(shown(before, after)).isEqualTo(expected);
                    assertThat(types(before)).containsExactly("pickedUp " + first, "pickedUp " + second);
                    assertThat(types(after)).containsExactly("pickedUp " + first, "delivered ");
                }
            } finally {
                if (!stopped) {
                    other.stop().toCompletableFuture().join();
                }
            }
            JsonNode order = node.getPath("/v1/orders/" + run).isOk().json();
            assertThat(order.path("status").asText()).isEqualTo("delivered");
            assertThat(order.path("legs").findValuesAsText("courierId")).containsExactly(first, second, first);
            assertThat(topic(node))
                    .containsExactlyInAnyOrder(
                            first + " pickedUp", second + " pickedUp", first + " pickedUp", first + " delivered");
            Posting.awaitHistory(node, first, 2 * OF_A_LEG);
            assertThat(node.get(first, "/positions").isOk().json().findValuesAsText("orderId"))
                    .as("the table has the order with each position")
                    .hasSize(2 * OF_A_LEG)
                    .containsOnly(run);
        }
    }

    private static List<String> types(WebSocketClient connection) {
        return connection.frames().stream()
                .filter(frame -> !List.of("position", "heartbeat")
                        .contains(frame.path("type").asText()))
                .map(frame -> frame.path("type").asText() + " "
                        + frame.path("courierId").asText())
                .toList();
    }

    /** Courier and change of each event id of the run. */
    private List<String> topic(NodeUnderTest node) {
        return node.records("courier.orders", key -> key.startsWith(run)).stream()
                .map(record ->
                        new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8))
                .distinct()
                .map(id -> id.split("~"))
                .map(parts -> parts[1] + " " + parts[5])
                .toList();
    }

    @Test
    void aLinkShowsTheOrderAndNothingElse() {
        try (NodeUnderTest node = NodeUnderTest.start("rastro.share.secrets = [\"" + UUID.randomUUID() + "\"]")) {
            Answer made = node.send("POST", URI.create(node.base() + "/v1/orders/" + run + "/share"), "{}");
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            String token = made.json().path("token").asText();
            assertThat(made.json().path("url").asText()).isEqualTo(node.base() + "/share/" + token);
            assertThat(status(node, token)).isEqualTo("waiting");
            try (WebSocketClient live = watch(node.base(), "/v1/shared/" + token + "/live?fromSeq=0")) {
                say(node, first, "pickedUp");
                post(node, first);
                // About another order, and then about none.
                Posting.untilAcknowledged(
                        node,
                        first,
                        "{\"fixedAt\":\"%s\",\"lat\":50,\"lon\":8,\"orderId\":\"another\"}"
                                .formatted(Instant.ofEpochMilli(fixedAt++)));
                post(node, first);
                live.awaitPositions(2);
                assertThat(status(node, token)).isEqualTo("pickedUp");
                say(node, first, "delivered");
                assertThat(live.awaitClose()).isEqualTo(1000);
                Posting.untilAcknowledged(
                        node,
                        first,
                        "{\"fixedAt\":\"%s\",\"lat\":51,\"lon\":8}".formatted(Instant.ofEpochMilli(fixedAt++)));
                assertThat(live.positions())
                        .extracting(frame -> frame.path("lat").asDouble())
                        .containsExactly(0.0, 0.001);
                assertThat(live.frames().toString()).doesNotContain(run, "another", "ABC1D23", "battery", "courier");
            }
            assertThat(status(node, token)).isEqualTo("delivered");
            String altered = (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);
            assertThat(node.getPath("/v1/shared/" + altered).status()).isEqualTo(403);
        }
    }

    private static String status(NodeUnderTest node, String token) {
        return node.getPath("/v1/shared/" + token).isOk().json().path("status").asText();
    }
}
