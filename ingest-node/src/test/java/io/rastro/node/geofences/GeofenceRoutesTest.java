package io.rastro.node.geofences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.sharding.courier.Courier;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeofenceRoutesTest {

    private static final String CIRCLE = "{\"type\":\"Point\",\"coordinates\":[-46.6,-23.5],\"radiusM\":150}";

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void deleteAll() {
        api.geofenceStore.away = false;
        api.inside = new Courier.Inside(List.of());
        api.geofences.index().page("", 10_000).forEach(each -> delete(each.id()));
    }

    private static Answer put(String id, String json) {
        return put(id, json, "application/geo+json");
    }

    private static Answer put(String id, String json, String type) {
        return api.send(HttpRequest.newBuilder(api.uri("/v1/geofences/" + id))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static Answer delete(String id) {
        return api.send(
                HttpRequest.newBuilder(api.uri("/v1/geofences/" + id)).DELETE().build());
    }

    @Test
    void putsGetsAndDeletes() {
        Answer created = put("loja-1", CIRCLE, "application/geo+json");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.headers()).containsEntry("content-type", "application/geo+json");
        assertThat(put("loja-1", CIRCLE, "application/json").status()).isEqualTo(200);

        JsonNode read = api.get("/v1/geofences/loja-1").isOk().json();
        assertThat(read.path("type").asText()).isEqualTo("Feature");
        assertThat(read.path("id").asText()).isEqualTo("loja-1");
        assertThat(read.at("/properties/radiusM").asDouble()).isEqualTo(150);

        assertThat(delete("loja-1").status()).isEqualTo(204);
        api.get("/v1/geofences/loja-1").isProblem(404, "unknown-geofence");
        delete("loja-1").isProblem(404, "unknown-geofence");
    }

    @Test
    void listsByIdInPages() {
        for (int i = 0; i < 5; i++) {
            put("g-" + i, CIRCLE);
        }

        JsonNode page = api.get("/v1/geofences?limit=3").isOk().json();
        assertThat(page.path("type").asText()).isEqualTo("FeatureCollection");
        assertThat(page.path("features").findValuesAsText("id")).containsExactly("g-0", "g-1", "g-2");
        JsonNode rest = api.get("/v1/geofences?limit=3&cursor="
                        + page.path("nextCursor").asText())
                .isOk()
                .json();
        assertThat(rest.path("features").findValuesAsText("id")).containsExactly("g-3", "g-4");
        assertThat(rest.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void saysWhatACourierIsIn() {
        api.inside = new Courier.Inside(List.of(new InsideGeofence("loja-1", 1_763_712_930_123L, 0, true)));

        assertThat(api.get("/v1/couriers/c-1/geofences").isOk().body())
                .isEqualTo("{\"courierId\":\"c-1\",\"geofences\":[{\"geofenceId\":\"loja-1\",\"enteredAt\":"
                        + "\"2025-11-21T08:15:30.123Z\",\"dwelt\":true}]}");

        api.inside = new Courier.Reply.Busy("the journal is away");
        api.get("/v1/couriers/c-1/geofences").isProblem(503, "unavailable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400|unreadable-body|body|{\"type\":",
                "422|invalid-geofence|radiusM|{\"type\":\"Point\",\"coordinates\":[0,0]}",
                "422|invalid-geofence|geometry|{\"type\":\"Point\",\"coordinates\":[0,91],\"radiusM\":5}",
            })
    void saysWhatIsWrong(int status, String type, String field, String json) {
        put("loja-1", json).isProblem(status, type).naming(field);
        api.get("/v1/geofences/loja-1").isProblem(404, "unknown-geofence");
    }

    @Test
    void refusesOtherIdsAndTypes() {
        put("a%20b", CIRCLE).isProblem(400, "invalid-geofence-id").naming("geofenceId");
        put("loja-1", CIRCLE, "text/plain").isProblem(415, "unsupported-media-type");
        api.get("/v1/geofences?limit=0").isProblem(400, "invalid-parameter").naming("limit");
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        put("loja-1", "[" + "1,".repeat(200_000)).isProblem(413, "body-too-large");
    }

    @Test
    void nothingIsSaidToBeStoredThatIsNot() {
        api.geofenceStore.away = true;

        put("loja-1", CIRCLE).isProblem(503, "unavailable");
        api.get("/v1/geofences/loja-1").isProblem(404, "unknown-geofence");
    }
}
