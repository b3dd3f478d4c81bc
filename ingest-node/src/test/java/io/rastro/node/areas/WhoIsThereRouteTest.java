package io.rastro.node.areas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.past.PastAreas;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.AskedArea;
import io.rastro.sharding.area.Bbox;
import io.rastro.sharding.area.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoIsThereRouteTest {

    private static TestApi api;

    private final Set<String> there = new HashSet<>();

    @BeforeAll
    static void start() {
        api = new TestApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void leave() {
        there.forEach(courierId -> api.areas.whereabouts().gone(courierId, false));
    }

    private void isAt(String courierId, double lat, double lon) {
        there.add(courierId);
        Position fix = new Position(
                Instant.parse("2026-11-23T12:00:00Z").toEpochMilli(),
                lat,
                lon,
                4.5,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "order-1",
                Map.of("a", "b"),
                false);
        api.areas.whereabouts().at(new TracedPosition(courierId, 7, 2, System.currentTimeMillis(), fix));
    }

    private JsonNode ask(String query) {
        return api.get("/v1/couriers?" + query).isOk().json();
    }

    private static List<String> ids(JsonNode answer) {
        return answer.path("couriers").findValuesAsText("courierId");
    }

    @Test
    void saysWhoIsInAWindow() {
        isAt("a", -23.55, -46.63);
        isAt("b", -22.9, -43.2);

        JsonNode answer = ask("bbox=-47,-24,-46,-23");

        assertThat(ids(answer)).containsExactly("a");
        assertThat(answer.path("complete").asBoolean()).isTrue();
        JsonNode courier = answer.path("couriers").get(0);
        assertThat(courier.path("cursor").asText()).isEqualTo("7.2");
        assertThat(courier.path("fixedAt").asText()).isEqualTo("2026-11-23T12:00:00.000Z");
        assertThat(courier.path("orderId").asText()).isEqualTo("order-1");
        assertThat(courier.path("accuracyM").asDouble()).isEqualTo(4.5);
        assertThat(courier.has("attributes")).isFalse();
        assertThat(ids(ask("bbox=10,10,11,11"))).isEmpty();
    }

    @Test
    void aWindowMayCrossTheAntimeridian() {
        isAt("fiji", -17, 179.9);
        isAt("samoa", -17, -179.9);
        isAt("brazil", -17, -47);

        assertThat(ids(ask("bbox=179,-18,-179,-16"))).containsExactlyInAnyOrder("fiji", "samoa");
    }

    @Test
    void ofTooManyItSaysHowManyAreWhere() {
        for (int i = 0; i < 30; i++) {
            isAt("sp-" + i, -23.55, -46.63);
            isAt("rj-" + i, -22.9, -43.2);
        }

        JsonNode answer = ask("bbox=-74,-34,-34,6&limit=50");

        assertThat(answer.has("couriers")).isFalse();
        assertThat(answer.path("count").asInt()).isEqualTo(60);
        assertThat(answer.path("clusters")).hasSize(2);
        JsonNode cluster = answer.path("clusters").get(0);
        assertThat(cluster.path("count").asInt()).isEqualTo(30);
        assertThat(cluster.path("lat").asDouble()).isIn(-23.55, -22.9);
        assertThat(cluster.path("cell").asText()).matches("[0-9a-f]+");
        assertThat(ids(ask("bbox=-74,-34,-34,6&limit=60"))).hasSize(60);
    }

    @Test
    void saysWhoIsNearTheNearestFirst() {
        isAt("far", -23.56, -46.63);
        isAt("near", -23.551, -46.63);
        isAt("here", -23.55, -46.63);

        JsonNode answer = ask("near=-23.55,-46.63&radiusM=500");

        assertThat(ids(answer)).containsExactly("here", "near");
        assertThat(answer.path("couriers").get(0).path("distanceM").asDouble()).isZero();
        assertThat(answer.path("couriers").get(1).path("distanceM").asDouble()).isBetween(111.0, 111.4);
        assertThat(ids(ask("near=-23.55,-46.63&radiusM=20015115"))).containsExactly("here", "near", "far");
        assertThat(ids(ask("near=-23.55,-46.63&radiusM=500&limit=1"))).containsExactly("here");
    }

    @Test
    void whoLeavesIsNotThere() {
        isAt("a", 1, 1);
        api.areas.whereabouts().gone("a", false);

        assertThat(ids(ask("near=1,1"))).isEmpty();
    }

    @Test
    void countsThemForTheMetrics() {
        isAt("a", 1, 1);

        await().untilAsserted(() -> assertThat(api.areas.size()).isEqualTo(1));
    }

    private static TracedPosition at(Instant fixedAt, double lat, double lon) {
        return new TracedPosition("c", 7, 1, fixedAt.toEpochMilli(), Position.of(fixedAt, lat, lon));
    }

    @Test
    void saysWhoWasThereAtAnInstant() {
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        isAt("now", 0.5, 0.5);
        List<Object> asked = new ArrayList<>();
        api.pastAreas = (area, at, most) -> {
            asked.addAll(List.of(area, at, most));
            return CompletableFuture.completedStage(new Areas.Answer(
                    area.answer(List.of(at(at.minusSeconds(1), 0.5, 0.25)), most), true));
        };

        JsonNode window = ask("bbox=0,0,1,1&at=" + then);
        assertThat(ids(window)).containsExactly("c");
        assertThat(window.path("at").asText()).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(window.path("complete").asBoolean()).isTrue();
        assertThat(window.path("couriers").get(0).path("cursor").asText()).isEqualTo("7.1");

        JsonNode near = ask("near=0.5,0.26&radiusM=5000&limit=3&at=" + then.toEpochMilli());
        assertThat(ids(near)).containsExactly("c");
        assertThat(near.path("couriers").get(0).path("distanceM").asDouble()).isBetween(1_100.0, 1_120.0);
        assertThat(asked)
                .containsExactly(
                        new AskedArea.Window(new Bbox(0, 0, 1, 1)),
                        then,
                        500,
                        new AskedArea.Circle(0.5, 0.26, 5_000),
                        then,
                        3);
        assertThat(ask("bbox=0,0,1,1").has("at")).isFalse();
    }

    @Test
    void saysThatAnAreaIsTooLargeForThePast() {
        api.pastAreas =
                (area, at, most) -> CompletableFuture.failedStage(new PastAreas.TooLargeException("has too many"));
        api.get("/v1/couriers?bbox=0,0,1,1&at=0")
                .isProblem(400, "invalid-parameter")
                .naming("bbox");
        api.get("/v1/couriers?near=0,0&at=0")
                .isProblem(400, "invalid-parameter")
                .naming("radiusM");
    }

    @Test
    void asksFewThingsOfThePastAtATimeAndSaysWhenItIsNotAnswered() {
        api.get("/v1/couriers?bbox=0,0,1,1&at=0").isProblem(503, "unavailable");

        List<CompletableFuture<Areas.Answer>> open = Collections.synchronizedList(new ArrayList<>());
        api.pastAreas = (area, at, most) -> {
            CompletableFuture<Areas.Answer> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        };
        List<CompletableFuture<Answer>> asking = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> api.get("/v1/couriers?bbox=0,0,1,1&at=0"), task -> new Thread(task).start()))
                .toList();
        await().until(() -> open.size() == 4);
        api.get("/v1/couriers?bbox=0,0,1,1&at=0").isProblem(503, "overloaded");

        open.forEach(answer -> answer.complete(new Areas.Answer(new Found.Couriers(List.of()), true)));
        asking.forEach(each -> each.join().isOk());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bbox=1,2,3; bbox",
                "bbox=; bbox",
                "bbox=1,2,3,4,5; bbox",
                "bbox=a,2,3,4; bbox",
                "bbox=NaN,2,3,4; bbox",
                "bbox=0,0,Infinity,1; bbox",
                "bbox=0,2,1,1; bbox",
                "bbox=-23.6,-146.7,-23.5,-146.6; bbox",
                "bbox=-181,0,0,1; bbox",
                "bbox=0,0,1,1&limit=0; limit",
                "bbox=0,0,1,1&limit=5001; limit",
                "bbox=0,0,1,1&at=yesterday; at",
                "bbox=0,0,1,1&at=2999-01-01T00:00:00Z; at",
                "near=0,0&at=; at",
                "bbox=0,2,1,1&at=2026-01-01T00:00:00Z; bbox",
                "bbox=0,0,1,1&limit=0&at=2026-01-01T00:00:00Z; limit",
                "at=2026-01-01T00:00:00Z; bbox",
                "bbox=0,0,1,1&near=0,0; near",
                "limit=3; bbox",
                "near=1; near",
                "near=91,0; near",
                "near=0,181; near",
                "near=NaN,0; near",
                "near=0,0&radiusM=0; radiusM",
                "near=0,0&radiusM=20015116; radiusM",
                "near=0,0&limit=x; limit"
            })
    void namesWhatIsWrong(String query, String field) {
        api.get("/v1/couriers?" + query).isProblem(400, "invalid-parameter").naming(field);
    }
}
