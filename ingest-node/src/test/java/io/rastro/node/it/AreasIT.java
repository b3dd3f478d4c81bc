package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.node.Answer;
import io.rastro.node.WebSocketClient;
import io.rastro.node.start.Node;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is where, of two nodes, one of which goes. */
class AreasIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int COURIERS = 40;
    /** In the sea: nobody else is there. */
    private static final double LAT = -30;

    private static final double LON = -20;
    private static final String WINDOW = "bbox=-21,-31,-19,-29";

    private final String run = "sea-" + UUID.randomUUID() + "-";

    private static String fix(int courier, int second) {
        return "{\"fixedAt\":\"%s\",\"lat\":%s,\"lon\":%s}"
                .formatted(Instant.parse("2026-03-04T05:06:07Z").plusSeconds(second), LAT + courier * 1e-3, LON);
    }

    private Set<String> all() {
        return IntStream.range(0, COURIERS).mapToObj(i -> run + i).collect(Collectors.toSet());
    }

    private static Set<String> ids(Answer answer) {
        return new HashSet<>(answer.isOk().json().path("couriers").findValuesAsText("courierId"));
    }

    @Test
    void everyNodeKnowsWhereAllAreAndGoesOnWhenOneLeaves() {
        try (NodeUnderTest first = NodeUnderTest.start()) {
            Node second = Node.start(first.joining(
                    first.cassandraContactPoint(), "rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }"));
            boolean stopped = false;
            try {
                for (int i = 0; i < COURIERS; i++) {
                    Posting.untilAcknowledged(first, run + i, fix(i, 0));
                }
                String other = "http://127.0.0.1:" + second.httpPort();
                // Shards move to the second node meanwhile, and who moves is in no answer for a moment.
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(ids(first.getUri(URI.create(other + "/v1/couriers?" + WINDOW))))
                            .isEqualTo(all());
                    assertThat(ids(first.getPath("/v1/couriers?" + WINDOW))).isEqualTo(all());
                    assertThat(first.getPath("/v1/couriers?" + WINDOW + "&limit=10")
                                    .isOk()
                                    .json()
                                    .path("count")
                                    .asInt())
                            .isEqualTo(COURIERS);
                    assertThat(first.getPath("/v1/couriers?near=-30,-20&radiusM=10000&limit=5")
                                    .isOk()
                                    .json()
                                    .path("couriers")
                                    .findValuesAsText("courierId"))
                            .containsExactly(run + 0, run + 1, run + 2, run + 3, run + 4);
                });
                // Otherwise nobody would have to move.
                await().atMost(SOON)
                        .until(() -> first.getUri(URI.create(other + "/metrics"))
                                .body()
                                .lines()
                                .anyMatch(line -> line.matches("rastro_areas_couriers [1-9].*")));

                try (WebSocketClient window = WebSocketClient.open(URI.create(first.base() + "/v1/live?" + WINDOW))) {
                    await().atMost(SOON).until(() -> count(window, "enter") == COURIERS);

                    second.stop().toCompletableFuture().join();
                    stopped = true;
                    for (int i = 0; i < COURIERS; i++) {
                        int courier = i;
                        await().atMost(SOON)
                                .until(() -> first.post(run + courier, fix(courier, 1))
                                                .status()
                                        == 200);
                    }
                    await().atMost(SOON).until(() -> count(window, "move") == COURIERS);
                    assertThat(window.frames().stream()
                                    .map(frame -> frame.path("type").asText()))
                            .doesNotContain("leave", "clusters", "error");
                }
                await().atMost(SOON).untilAsserted(() -> {
                    Answer after = first.getPath("/v1/couriers?" + WINDOW);
                    assertThat(ids(after)).isEqualTo(all());
                    assertThat(after.json().path("complete").asBoolean()).isTrue();
                });
            } finally {
                if (!stopped) {
                    second.stop().toCompletableFuture().join();
                }
            }
        }
    }

    private static long count(WebSocketClient client, String type) {
        return client.frames().stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .count();
    }
}
