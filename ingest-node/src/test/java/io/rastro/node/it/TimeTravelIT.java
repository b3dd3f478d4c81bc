package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was so at any instant, against all that was posted. */
class TimeTravelIT {

    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PATIENT = "rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }\n";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final String id = "then/" + UUID.randomUUID();
    private final List<Fix> posted = new ArrayList<>();

    private record Fix(Instant at, double lat, long seq, int index) {}

    /** In any order, over days, some of the same instant, some of one post. */
    private void post(NodeUnderTest node) {
        StringBuilder body = new StringBuilder("[");
        List<Fix> fixes = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Instant at = T.plus(Duration.ofHours(7L * random.nextInt(20))).plusSeconds(random.nextInt(3));
            double lat = random.nextInt(1_000_000) * 1e-6;
            fixes.add(new Fix(at, lat, 0, i));
            body.append(i == 0 ? "" : ",").append("{\"fixedAt\":\"%s\",\"lat\":%s,\"lon\":1}".formatted(at, lat));
        }
        JsonNode answer = node.post(id, body.append(']').toString()).isOk().json();
        assertThat(answer.path("accepted").asInt()).isEqualTo(count);
        fixes.forEach(
                fix -> posted.add(new Fix(fix.at, fix.lat, answer.path("seqNr").asLong(), fix.index)));
    }

    private void isExact(NodeUnderTest node) {
        for (int i = 0; i < 60; i++) {
            Instant at = T.plus(Duration.ofHours(7L * random.nextInt(-1, 21))).plusMillis(random.nextInt(-1, 4_000));
            Optional<Fix> expected = posted.stream()
                    .filter(fix -> !fix.at.isAfter(at))
                    .max(Comparator.comparing(Fix::at)
                            .thenComparingLong(Fix::seq)
                            .thenComparingInt(Fix::index));
            Answer answer = node.get(id, "?at=" + (random.nextBoolean() ? at : at.toEpochMilli()));
            if (expected.isEmpty()) {
                answer.isProblem(404, "no-position-then");
                continue;
            }
            JsonNode then = answer.isOk().json();
            assertThat(then.at("/latest/cursor").asText())
                    .as("seed %d, at %s", seed, at)
                    .isEqualTo(expected.get().seq + "." + expected.get().index);
            assertThat(then.at("/latest/lat").asDouble()).isEqualTo(expected.get().lat);
            assertThat(Instant.parse(then.at("/latest/fixedAt").asText())).isEqualTo(expected.get().at);
            assertThat(Instant.parse(then.path("at").asText())).isEqualTo(at);
        }
    }

    @Test
    void isExactBeforeTheTableHasAnythingWhileItCatchesUpAndAfterIt() {
        try (NodeUnderTest node = NodeUnderTest.start(PATIENT + "rastro.sinks.table.enabled = off")) {
            node.get(id, "?at=" + T).isProblem(404, "unknown-courier");
            for (int i = 0; i < 20; i++) {
                post(node);
            }
            isExact(node);
        }
        try (NodeUnderTest node = NodeUnderTest.start(PATIENT)) {
            for (int i = 0; i < 20; i++) {
                post(node);
                isExact(node);
            }
            await().atMost(SOON)
                    .until(() -> node.get(id, "/positions?limit=1000")
                                    .isOk()
                                    .json()
                                    .path("positions")
                                    .size()
                            == posted.size());
            isExact(node);
            playsAllOfIt(node);
        }
    }

    /** Two couriers that cross each other's way, in the sea. */
    @Test
    void saysWhoWasInAWindowThen() {
        Instant then = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(3));
        String west = id + "-west";
        String east = id + "-east";
        try (NodeUnderTest node = NodeUnderTest.start(PATIENT)) {
            for (int minute = 0; minute < 5; minute++) {
                for (String courier : List.of(west, east)) {
                    double lon = courier.equals(west) ? -30.2 + minute * 0.1 : -29.8 - minute * 0.1;
                    node.post(
                                    courier,
                                    "{\"fixedAt\":\"%s\",\"lat\":-40,\"lon\":%s,\"attributes\":{\"a\":\"b\"}}"
                                            .formatted(then.plusSeconds(60L * minute), lon))
                            .isOk();
                }
            }
            await().atMost(SOON)
                    .until(() -> ids(node, "bbox=-31,-41,-29,-39", then.plusSeconds(240))
                            .equals(Set.of(west, east)));
            String western = "bbox=-31,-41,-30.05,-39";
            assertThat(ids(node, western, then.minusSeconds(1))).isEmpty();
            assertThat(ids(node, western, then.plusSeconds(59))).containsExactly(west);
            assertThat(ids(node, western, then.plusSeconds(120))).isEmpty();
            assertThat(ids(node, western, then.plusSeconds(180))).containsExactly(east);
            assertThat(ids(node, western, then.plusSeconds(240 + 600))).containsExactly(east);
            assertThat(ids(node, western, then.plusSeconds(240 + 601))).isEmpty();
            assertThat(ids(node, "near=-40,-29.8&radiusM=1000", then.plusSeconds(30)))
                    .containsExactly(east);
            node.getPath("/v1/couriers?bbox=-180,-90,180,90&at=" + then)
                    .isProblem(400, "invalid-parameter")
                    .naming("bbox");
        }
    }

    private static Set<String> ids(NodeUnderTest node, String area, Instant at) {
        JsonNode answer =
                node.getPath("/v1/couriers?" + area + "&at=" + at).isOk().json();
        assertThat(answer.path("complete").asBoolean()).isTrue();
        return Set.copyOf(answer.path("couriers").findValuesAsText("courierId"));
    }

    /** Of one instant the table has its own order. */
    private void playsAllOfIt(NodeUnderTest node) {
        Instant to = T.plus(Duration.ofHours(20));
        List<Fix> within = posted.stream().filter(fix -> fix.at.isBefore(to)).toList();
        try (WebSocketClient client =
                WebSocketClient.open(node.uri(id, "/live?from=" + T + "&to=" + to + "&speed=1000.0"))) {
            await().atMost(SOON.multipliedBy(4)).until(() -> client.closedWith() == 1000);
            List<JsonNode> played = client.positions();
            assertThat(played)
                    .extracting(frame -> Instant.parse(frame.path("fixedAt").asText()))
                    .isSorted();
            assertThat(played)
                    .extracting(frame -> frame.path("cursor").asText())
                    .containsExactlyInAnyOrderElementsOf(within.stream()
                            .map(fix -> fix.seq + "." + fix.index)
                            .toList());
            JsonNode end = client.frames().get(client.frames().size() - 1);
            assertThat(end.path("type").asText()).isEqualTo("end");
            assertThat(end.path("positions").asInt()).isEqualTo(within.size());
        }
    }
}
