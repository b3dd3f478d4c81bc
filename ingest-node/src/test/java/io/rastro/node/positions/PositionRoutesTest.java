package io.rastro.node.positions;

import static io.rastro.node.TestApi.fix;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.TestApi;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsAvro;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.Courier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionRoutesTest {

    private static final Instant T = Instant.parse("2026-01-02T03:04:05.678Z");

    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi("rastro.http.max-couriers = 3");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void takesOneAnArrayNdjsonAndAvro() {
        api.post("/v1/couriers/c/positions", fix(1, 2)).isOk();
        api.post("/v1/couriers/c/positions", "[" + fix(3, 4) + "," + fix(5, 6) + "]")
                .isOk();
        String lines = fix(7, 8) + "\n\n" + fix(9, 10) + "\r\n";
        api.post("/v1/couriers/c/positions", "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8))
                .isOk();
        byte[] avro = PositionsAvro.writeContainer(List.of(Position.of(T, 11, 12), Position.of(T, 13, 14)));
        JsonNode answer = api.post("/v1/couriers/c/positions", "application/avro", avro)
                .isOk()
                .json();

        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.path("duplicates").asInt()).isZero();
        assertThat(answer.path("rejected")).isEmpty();
        assertThat(answer.path("persistenceId").asText()).isEqualTo("courier~c");
        assertThat(answer.path("seqNr").asInt()).isEqualTo(7);
        assertThat(answer.has("replayed")).isFalse();
        assertThat(api.recorded.get("c"))
                .extracting(Position::lat)
                .containsExactly(1.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0);
    }

    @Test
    void givesAGatewayTotalsAndEachCourier() {
        String body =
                "[" + of("a", 1) + "," + of("b", 2) + "," + of("a~", 3) + "," + of("a", 4) + "," + of("b", 91) + "]";

        JsonNode answer = api.post("/v1/positions", body).isOk().json();

        assertThat(answer.path("accepted").asInt()).isEqualTo(3);
        assertThat(answer.path("couriers")).hasSize(2);
        assertThat(answer.at("/couriers/0/courierId").asText()).isEqualTo("a");
        assertThat(answer.at("/couriers/0/accepted").asInt()).isEqualTo(2);
        assertThat(answer.at("/couriers/1/persistenceId").asText()).isEqualTo("courier~b");
        assertThat(answer.at("/rejected/0/index").asInt()).isEqualTo(2);
        assertThat(answer.at("/rejected/0/field").asText()).isEqualTo("courierId");
        assertThat(answer.at("/rejected/1/index").asInt()).isEqualTo(4);
        assertThat(answer.at("/rejected/1/field").asText()).isEqualTo("lat");
        assertThat(answer.at("/couriers/0/rejected")).isEmpty();
        assertThat(answer.at("/couriers/1/rejected")).hasSize(1);
        assertThat(answer.at("/couriers/1/rejected/0/index").asInt()).isEqualTo(4);
    }

    @Test
    void takesAvroFromAGateway() {
        Map<String, List<Position>> byCourier = new LinkedHashMap<>();
        byCourier.put("a", List.of(Position.of(T, 1, 2)));
        byCourier.put("b", List.of(Position.of(T, 3, 4)));

        api.post("/v1/positions", "application/avro", PositionsAvro.writeContainer(byCourier))
                .isOk();

        assertThat(api.recorded).containsOnlyKeys("a", "b");
    }

    @Test
    void failsAsAWholeWhenOneCourierOfAGatewayIsBusy() {
        AtomicInteger asked = new AtomicInteger();
        api.reply = () -> CompletableFuture.completedFuture(
                asked.incrementAndGet() == 1
                        ? new Courier.Reply.Busy("moving")
                        : new Courier.Reply.Recorded(1, 0, 1, false, 0));

        var answer = api.post("/v1/positions", "[" + of("a", 1) + "," + of("b", 2) + "]")
                .isProblem(503, "unavailable");

        assertThat(answer.headers().get("retry-after")).isEqualTo("1");
        assertThat(answer.json().path("detail").asText()).contains("1 of 2", "safe");
    }

    @Test
    void boundsTheCouriersOfAGatewaysRequest() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            items.add(of("c" + i, i));
        }

        api.post("/v1/positions", "[" + String.join(",", items) + "]").isProblem(413, "body-too-large");
        assertThat(api.recorded).isEmpty();
    }

    @Test
    void refusesAGatewaysBodyWithoutAnythingGood() {
        api.post("/v1/positions", fix(1, 2))
                .isProblem(422, "all-positions-rejected")
                .naming("courierId");
        api.post("/v1/positions", "[]").isProblem(422, "no-positions");
        api.post("/v1/positions", "[").isProblem(400, "unreadable-body");
    }

    @Test
    void showsTheLatestPosition() {
        api.get("/v1/couriers/c").isProblem(404, "unknown-courier");
        api.post("/v1/couriers/c/positions", "{\"fixedAt\":\"" + T + "\",\"lat\":1.5,\"lon\":2,\"orderId\":\"o-1\"}")
                .isOk();

        JsonNode latest = api.get("/v1/couriers/c").isOk().json();

        assertThat(latest.path("courierId").asText()).isEqualTo("c");
        assertThat(latest.path("positionCount").asInt()).isEqualTo(1);
        assertThat(latest.path("seqNr").asInt()).isEqualTo(1);
        assertThat(latest.at("/latest/fixedAt").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(latest.at("/latest/orderId").asText()).isEqualTo("o-1");
        assertThat(latest.at("/latest/cursor").asText()).isEqualTo("1.0");
        assertThat(latest.at("/latest/receivedAt").asText()).isNotEmpty();
        assertThat(latest.path("latest").has("speedMps")).isFalse();
    }

    @Test
    void showsTheStateOfAnInstant() {
        List<Object> asked = new ArrayList<>();
        TracedPosition before = new TracedPosition("c", 3, 1, 0, Position.of(T.minusSeconds(5), 1, 2));
        api.past = (id, lastSeqNr, at) -> {
            asked.addAll(List.of(id, lastSeqNr, at));
            return CompletableFuture.completedFuture(
                    at.isBefore(T.minusSeconds(5)) ? Optional.empty() : Optional.of(before));
        };
        api.get("/v1/couriers/c?at=" + T).isProblem(404, "unknown-courier");
        api.post("/v1/couriers/c/positions", "{\"fixedAt\":\"" + T + "\",\"lat\":1.5,\"lon\":2}")
                .isOk();

        JsonNode live = api.get("/v1/couriers/c?at=" + T).isOk().json();
        assertThat(live.at("/latest/cursor").asText()).isEqualTo("1.0");
        assertThat(live.path("at").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(live.path("positionCount").asInt()).isEqualTo(1);
        assertThat(asked).isEmpty();

        JsonNode then =
                api.get("/v1/couriers/c?at=" + (T.toEpochMilli() - 1)).isOk().json();
        assertThat(then.path("courierId").asText()).isEqualTo("c");
        assertThat(then.path("at").asText()).isEqualTo("2026-01-02T03:04:05.677Z");
        assertThat(then.at("/latest/cursor").asText()).isEqualTo("3.1");
        assertThat(then.has("positionCount")).isFalse();
        assertThat(asked).containsExactly("c", 1L, T.minusMillis(1));

        api.get("/v1/couriers/c?at=" + T.minusSeconds(6)).isProblem(404, "no-position-then");
        api.get("/v1/couriers/c?at=" + Instant.now().plusSeconds(3_600)).isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59Z", "NaN"})
    void refusesAnInstantThatIsNoneOrTooFarAhead(String at) {
        api.get("/v1/couriers/c?at=" + at).isProblem(400, "invalid-parameter").naming("at");
    }

    @Test
    void saysThatThePastCannotBeRead() {
        api.post("/v1/couriers/c/positions", "{\"fixedAt\":\"" + T + "\",\"lat\":1.5,\"lon\":2}")
                .isOk();
        api.get("/v1/couriers/c?at=" + T.minusSeconds(1)).isProblem(503, "unavailable");
    }

    @Test
    void asksTheTableForAPageOfHistory() {
        List<Object> asked = new ArrayList<>();
        api.history = (id, from, to, limit, cursor) -> {
            asked.addAll(List.of(id, from, to, limit, cursor));
            return CompletableFuture.completedFuture(
                    new History.Page(List.of(new TracedPosition("c", 3, 1, 0, Position.of(T, 1, 2))), "more"));
        };

        JsonNode page = api.get(
                        "/v1/couriers/c/positions?from=2026-01-01T00:00:00%2B01:00&to=1770000000000&limit=7&cursor=x")
                .isOk()
                .json();

        assertThat(asked)
                .containsExactly(
                        "c", Instant.parse("2025-12-31T23:00:00Z"), Instant.ofEpochMilli(1_770_000_000_000L), 7, "x");
        assertThat(page.at("/positions/0/eventId").asText()).isEqualTo("courier~c~3~1");
        assertThat(page.path("nextCursor").asText()).isEqualTo("more");
    }

    @Test
    void saysThatAPageIsTheLastOne() {
        assertThat(api.get("/v1/couriers/c/positions").isOk().body())
                .isEqualTo("{\"positions\":[],\"nextCursor\":null}");
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, from",
        "to=2026-13-01T00:00:00Z, to",
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, to",
        "limit=0, limit",
        "limit=1001, limit",
        "limit=ten, limit",
        "from=99999999999999999, from",
        "cursor=other, cursor"
    })
    void namesTheParameterThatIsWrong(String query, String parameter) {
        api.history = (id, from, to, limit, cursor) -> {
            throw new IllegalArgumentException("not ours");
        };

        api.get("/v1/couriers/c/positions?" + query)
                .isProblem(400, "invalid-parameter")
                .naming(parameter);
    }

    @Test
    void saysWhenTheTableDoesNotAnswer() {
        api.history =
                (id, from, to, limit, cursor) -> CompletableFuture.failedFuture(new IllegalStateException("no node"));

        api.get("/v1/couriers/c/positions").isProblem(503, "unavailable");
    }

    @Test
    void countsWhatBecomesOfPositions() {
        api.post("/v1/couriers/c/positions", "[" + fix(1, 2) + "," + fix(91, 2) + "]")
                .isOk();

        assertThat(api.get("/metrics").body())
                .contains("rastro_positions_total{outcome=\"accepted\"} 1.0")
                .contains("rastro_positions_total{outcome=\"rejected\"} 1.0")
                .contains("http_server_requests_seconds_count{method=\"POST\","
                        + "route=\"/v1/couriers/{courierId}/positions\",status=\"200\"} 1");
    }

    @Test
    void letsOtherOriginsReadOnlyIfTheSettingsSaySo() {
        assertThat(api.get("/v1/couriers/c", "Origin", "https://ops.example").headers())
                .doesNotContainKey("access-control-allow-origin");
        try (TestApi open = new TestApi("rastro.http.cors-origins = [\"https://ops.example\"]")) {
            assertThat(open.get("/v1/couriers/c", "Origin", "https://ops.example")
                            .headers())
                    .containsEntry("access-control-allow-origin", "https://ops.example");
            assertThat(open.get("/v1/couriers/c", "Origin", "https://other.example")
                            .headers())
                    .doesNotContainKey("access-control-allow-origin");
        }
    }

    private static String of(String courierId, double lat) {
        return "{\"courierId\":\"" + courierId + "\"," + fix(lat, 2).substring(1);
    }
}
