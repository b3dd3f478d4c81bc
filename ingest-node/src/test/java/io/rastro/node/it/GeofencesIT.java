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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Geofences on two nodes, one of which goes while couriers are inside. */
class GeofencesIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int COURIERS = 40;
    private static final String CIRCLE =
            "{\"type\":\"Point\",\"coordinates\":[%s,-35],\"radiusM\":500,\"dwellSeconds\":5}";

    private final String run = "fence-" + UUID.randomUUID();

    /** In the sea: no other test has geofences here. */
    private static String fix(int second, double lon) {
        return "{\"fixedAt\":\"%s\",\"lat\":-35,\"lon\":%s}"
                .formatted(Instant.parse("2026-03-04T05:06:07Z").plusSeconds(second), lon);
    }

    private String courier(int number) {
        return run + "-" + number;
    }

    @Test
    void couriersCrossThemWhereverTheyAre() {
        try (NodeUnderTest first = NodeUnderTest.start()) {
            Node second = Node.start(first.joining(
                    first.cassandraContactPoint(), "rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }"));
            boolean stopped = false;
            try {
                URI fence = URI.create(first.base() + "/v1/geofences/" + run);
                URI onSecond = URI.create("http://127.0.0.1:" + second.httpPort() + "/v1/geofences/" + run);
                assertThat(first.put(fence, CIRCLE.formatted("-25")).status()).isEqualTo(201);
                // Both have it by now, so that wherever its courier is the very next position counts.
                assertThat(first.getUri(onSecond).isOk().json())
                        .isEqualTo(first.getUri(fence).isOk().json());
                for (int i = 0; i < COURIERS; i++) {
                    Posting.untilAcknowledged(first, courier(i), fix(0, -25.1));
                    Posting.untilAcknowledged(first, courier(i), fix(1, -25));
                }
                assertThat(inside(first, courier(0))).containsExactly(run);

                try (WebSocketClient live = WebSocketClient.open(URI.create(
                        first.base().replace("http", "ws") + "/v1/couriers/" + courier(0) + "/live?fromSeq=0"))) {
                    await().atMost(SOON).until(() -> said(live).equals(List.of("2.0 enter")));
                    second.stop().toCompletableFuture().join();
                    stopped = true;
                    for (int i = 0; i < COURIERS; i++) {
                        Posting.untilAcknowledged(first, courier(i), fix(7, -25));
                    }
                    Posting.untilAcknowledged(first, courier(0), fix(6, -26)); // late: crosses nothing
                    for (int i = 0; i < COURIERS; i++) {
                        Posting.untilAcknowledged(first, courier(i), fix(8, -25.1));
                    }
                    await().atMost(SOON).until(() -> said(live).size() == 3);
                    assertThat(said(live).stream().map(it -> it.split(" ")[1]))
                            .containsExactly("enter", "dwell", "exit");
                }
                assertThat(inside(first, courier(0))).isEmpty();
                Set<String> expected = new TreeSet<>();
                for (int i = 0; i < COURIERS; i++) {
                    for (String kind : List.of("enter", "dwell", "exit")) {
                        expected.add(courier(i) + " " + kind);
                    }
                }
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(topic(first)).isEqualTo(expected));
                assertThat(first.delete(fence).status()).isEqualTo(204);
            } finally {
                if (!stopped) {
                    second.stop().toCompletableFuture().join();
                }
            }
        }
    }

    /** Courier and kind of each event id of the run; each event id once, as every reader counts them. */
    private Set<String> topic(NodeUnderTest node) {
        Set<String> eventIds = node.records("courier.geofences", key -> key.startsWith(run)).stream()
                .map(record ->
                        new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> said = eventIds.stream()
                .map(id -> id.split("~"))
                .map(parts -> parts[1] + " " + parts[5])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(said).as("none twice under another name").hasSameSizeAs(eventIds);
        return said;
    }

    private static List<String> said(WebSocketClient live) {
        return live.frames().stream()
                .filter(frame -> frame.has("geofences"))
                .map(frame -> frame.path("cursor").asText() + " "
                        + frame.at("/geofences/0/event").asText())
                .toList();
    }

    private static List<String> inside(NodeUnderTest node, String courierId) {
        JsonNode answer = node.get(courierId, "/geofences").isOk().json();
        return answer.path("geofences").findValuesAsText("geofenceId");
    }

    @Test
    void theLastWriteThatWasAnsweredCountsOnEveryNode() {
        try (NodeUnderTest first = NodeUnderTest.start()) {
            Node second = Node.start(first.joining(first.cassandraContactPoint(), ""));
            try {
                URI one = URI.create(first.base() + "/v1/geofences/" + run);
                URI other = URI.create("http://127.0.0.1:" + second.httpPort() + "/v1/geofences/" + run);
                for (int i = 0; i < 10; i++) {
                    URI at = i % 2 == 0 ? one : other;
                    assertThat(first.put(at, CIRCLE.formatted(i)).status()).isEqualTo(i == 0 ? 201 : 200);
                    assertThat(lon(first.getUri(one))).isEqualTo(i);
                    assertThat(lon(first.getUri(other))).isEqualTo(i);
                }
                List<CompletableFuture<Answer>> atOnce = IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.supplyAsync(
                                () -> first.put(i % 2 == 0 ? one : other, CIRCLE.formatted(20 + i))))
                        .toList();
                atOnce.forEach(each -> each.join().isOk());
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(lon(first.getUri(one)))
                                .isEqualTo(lon(first.getUri(other)))
                                .isBetween(20.0, 27.0));

                assertThat(first.delete(other).status()).isEqualTo(204);
                first.getUri(one).isProblem(404, "unknown-geofence");
                first.delete(one).isProblem(404, "unknown-geofence");
                assertThat(first.put(other, CIRCLE.formatted(1)).status()).isEqualTo(201);
                assertThat(lon(first.getUri(one))).isEqualTo(1);
                // What was stored outlives the node.
                first.restart();
                assertThat(lon(first.getUri(URI.create(first.base() + "/v1/geofences/" + run))))
                        .isEqualTo(1);
                first.delete(other);
            } finally {
                second.stop().toCompletableFuture().join();
            }
        }
    }

    private static double lon(Answer answer) {
        return answer.isOk().json().at("/geometry/coordinates/0").asDouble();
    }
}
