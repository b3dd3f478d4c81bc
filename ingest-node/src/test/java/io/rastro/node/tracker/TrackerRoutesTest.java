package io.rastro.node.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.tracker.TrackerReport.Quarantined;
import io.rastro.sharding.courier.Courier;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tracker apps over real HTTP: what becomes of what they send, and what they are answered. */
class TrackerRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIX = "lat=-23.5&lon=-46.6&timestamp=1717405200";
    private static final String OVERLAND = "{'locations':[{'geometry':{'coordinates':[-46.6,%s]},'properties':"
            + "{'device_id':'%s','timestamp':'2024-07-01T12:00:0%dZ'}},"
            + "{'geometry':{'coordinates':[-46.7,%s]},'properties':{'device_id':'%s','timestamp':'2024-07-01T12:00:09Z'}}]}";

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi("rastro.http.max-body = 1 MiB");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.recorded.clear();
        api.quarantined.clear();
        api.reply = null;
        api.puttingAside = CompletableFuture.completedStage(akka.Done.getInstance());
    }

    static Stream<JsonNode> samples() throws IOException {
        List<JsonNode> samples = new ArrayList<>();
        for (TrackerApp app : TrackerApp.values()) {
            String file = "/clients/" + app.pathName() + ".jsonl";
            try (var in = Objects.requireNonNull(TrackerRoutesTest.class.getResourceAsStream(file))) {
                for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                    samples.add(((com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(line))
                            .put("app", app.pathName()));
                }
            }
        }
        return samples.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsRecordedAndAnsweredAsItsAppNeedsIt(JsonNode sample) {
        Answer answer = send(sample);

        JsonNode needs = sample.get("client_needs");
        String status = needs.get("status").textValue();
        assertThat(answer.status()).as(answer.body()).isEqualTo(status.equals("2xx") ? 200 : Integer.parseInt(status));
        assertThat(api.quarantined).isEmpty();
        assertPositions(sample.at("/expected/positions"));
        if (needs.path("body").isObject()) {
            assertThat(answer.json()).isEqualTo(needs.get("body"));
            assertThat(answer.headers().get("content-type")).startsWith("application/json");
        } else if (sample.get("app").textValue().equals("owntracks")) {
            assertThat(answer.body()).isEqualTo("[]");
        }
    }

    private static Answer send(JsonNode sample) {
        String path = sample.get("path").textValue();
        int mark = path.indexOf('?');
        String body = sample.get("body").textValue();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        api.uri("/clients/" + sample.get("app").textValue() + (mark < 0 ? "" : path.substring(mark))))
                .method(
                        sample.get("method").textValue(),
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        sample.get("headers").properties().forEach(header -> {
            if (!header.getKey().equals("Content-Length")) {
                request.header(header.getKey(), header.getValue().textValue());
            }
        });
        return api.send(request.build());
    }

    private static void assertPositions(JsonNode wanted) {
        int recorded = api.recorded.values().stream().mapToInt(List::size).sum();
        assertThat(recorded).isEqualTo(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            JsonNode one = wanted.get(i);
            Position position = api.recorded.get(one.get("device").textValue()).get(i);
            assertThat(position.fixedAt()).isEqualTo(one.get("timestamp").textValue());
            assertThat(List.of(position.lat(), position.lon()))
                    .containsExactly(
                            one.get("lat").doubleValue(), one.get("lon").doubleValue());
            assertNumber(one.get("speed_mps"), position.speedMps());
            assertNumber(one.get("bearing_deg"), position.bearingDeg());
            assertNumber(one.get("altitude_m"), position.altitudeM());
            assertNumber(one.get("accuracy_m"), position.accuracyM());
            assertNumber(one.get("battery_pct"), position.batteryPct());
            one.path("attributes")
                    .properties()
                    .forEach(each -> assertThat(position.attributes())
                            .containsEntry(each.getKey(), each.getValue().asText()));
        }
    }

    private static void assertNumber(JsonNode wanted, double number) {
        if (wanted.isNull()) {
            assertThat(number).isNaN();
        } else {
            assertThat(number).isCloseTo(wanted.doubleValue(), within(0.001));
        }
    }

    private static Answer post(String path, String body) {
        return api.post(path, body.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "owntracks | {'_type':'location','tid':'a','lat':91,'lon':2,'tst':1717405200} | [] | lat",
                "owntracks | {'_type':'location','tid':'a','lat':1,'lon':2,'tst':0} | [] | fixedAt",
                "owntracks | {'_type':'waypoint','tid':'a','lat':1,'lon':2,'tst':1717405200} | [] | ''",
                "owntracks | {'_type':'location','tid' | [] | ''",
                "overland | {'locations':7} | {'result':'ok'} | locations",
                "overland | {'locations':[{'properties':{'device_id':'a'}}]} | {'result':'ok'} | fixedAt",
                "gpslogger | {'id':'a','lat':'x','lon':1,'time':'2024-07-01T12:00:00Z'} |"
                        + " {'accepted':0,'duplicates':0,'contacts':0,'putAside':1} | lat",
                "osmand | {'device_id':'a','location':{'coords':{'latitude':99,'longitude':1}}} |"
                        + " {'accepted':0,'duplicates':0,'contacts':0,'putAside':1} | lat"
            })
    void poisonIsTakenFromThePhoneAndPutAside(String app, String body, String answered, String field) {
        double before = metric(app, "quarantined");

        Answer answer = post("/clients/" + app, body);

        assertThat(answer.isOk().body()).isEqualTo(answered.replace('\'', '"'));
        assertThat(api.recorded).isEmpty();
        assertThat(api.quarantined).extracting(Quarantined::field).containsExactly(field);
        assertThat(metric(app, "quarantined")).isEqualTo(before + 1);
    }

    @Test
    void oneBadFixSpoilsNoneOfItsBatch() {
        Answer answer = post("/clients/overland", OVERLAND.formatted("-23.5", "a", 1, "-99", "a"));

        assertThat(answer.isOk().body()).isEqualTo("{\"result\":\"ok\"}");
        assertThat(api.recorded.get("a")).hasSize(1);
        assertThat(api.quarantined)
                .singleElement()
                .satisfies(each -> assertThat(new String(each.original(), StandardCharsets.UTF_8))
                        .contains("-99")
                        .doesNotContain("-23.5"));
    }

    @Test
    void aBatchOfTwoDevicesGoesToBothCouriers() {
        post("/clients/overland", OVERLAND.formatted("-23.5", "a", 1, "-23.6", "b"))
                .isOk();

        assertThat(api.recorded.keySet()).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @CsvSource({"osmand", "owntracks", "overland", "gpslogger"})
    void whatIsNotStoredHasToComeAgain(String app) {
        api.reply = () -> CompletableFuture.completedStage(new Courier.Reply.Busy("the test is busy"));

        Answer answer = post("/clients/" + app, good(app));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("retry-after", "1");
    }

    @ParameterizedTest
    @CsvSource({"osmand", "owntracks", "overland", "gpslogger"})
    void poisonThatCannotBePutAsideHasToComeAgain(String app) {
        api.puttingAside = CompletableFuture.failedStage(new IllegalStateException("Kafka is away"));

        Answer answer = post("/clients/" + app, good(app).replace("-23.5", "-99"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("retry-after", "1");
    }

    @ParameterizedTest
    @CsvSource({"osmand", "owntracks", "overland", "gpslogger"})
    void whoNamesNobodyKeepsWhatItHasAndIsToldSo(String app) {
        Answer answer = post("/clients/" + app, good(app).replace("'a'", "null"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText())
                .contains("is not named")
                .contains("phone-apps.md");
        assertThat(api.recorded).isEmpty();
        assertThat(api.quarantined).isEmpty();
    }

    private static String good(String app) {
        return switch (app) {
            case "osmand" -> "[{'id':'a','lat':-23.5,'lon':-46.6,'timestamp':1717405200}]";
            case "owntracks" -> "{'_type':'location','tid':'a','lat':-23.5,'lon':-46.6,'tst':1717405200}";
            case "overland" -> OVERLAND.formatted("-23.5", "a", 1, "-23.5", "a");
            default -> "{'id':'a','lat':-23.5,'lon':-46.6,'timestamp':1717405200}";
        };
    }

    @ParameterizedTest
    @CsvSource({"PUT", "PATCH", "POST", "GET"})
    void anyMethodOfATemplate(String method) {
        api.send(HttpRequest.newBuilder(api.uri("/clients/gpslogger?id=a&" + FIX))
                        .method(method, BodyPublishers.noBody())
                        .build())
                .isOk();

        assertThat(api.recorded.get("a")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/clients/osmand/jane%2Fphone?id=x&, jane/phone",
        "/clients/osmand/jane%2Fphone/a-token?id=x&, jane/phone",
        "/clients/osmand/?id=x&, x",
        "/clients/gpslogger/p?, p"
    })
    void thePathMayNameTheCourier(String path, String courierId) {
        api.get(path + FIX).isOk();

        assertThat(api.recorded.keySet()).containsExactly(courierId);
    }

    @Test
    void aPathThatCannotNameACourierIsTold() {
        assertThat(api.get("/clients/osmand/a%20b?" + FIX).status()).isEqualTo(400);
        assertThat(api.get("/clients/other?" + FIX).status()).isEqualTo(404);
    }

    @Test
    void aFormOfTheWrongContentTypeIsReadAllTheSame() {
        api.post("/clients/osmand", "text/plain", ("id=a&" + FIX).getBytes(StandardCharsets.UTF_8))
                .isOk();

        assertThat(api.recorded.get("a")).hasSize(1);
    }

    @Test
    void aHeartbeatIsAContact() {
        Answer answer = api.get("/clients/osmand?id=a&batt=50");

        assertThat(answer.isOk().json())
                .isEqualTo(JSON.valueToTree(Map.of("accepted", 0, "duplicates", 0, "contacts", 1, "putAside", 0)));
        assertThat(api.recorded).isEmpty();
    }

    @Test
    void tooMuchIsRefused() {
        assertThat(post("/clients/overland", "{'locations':[" + "1,".repeat(10_000) + "1]}")
                        .status())
                .isEqualTo(413);
        assertThat(post("/clients/overland", " ".repeat(1 << 21)).status()).isEqualTo(413);
    }

    private static double metric(String app, String what) {
        String line = "rastro_clients_items_total{app=\"" + app + "\",what=\"" + what + "\"} ";
        return api.get("/metrics")
                .isOk()
                .body()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .findFirst()
                .orElseThrow();
    }
}
