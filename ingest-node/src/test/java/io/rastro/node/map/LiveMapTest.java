package io.rastro.node.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.page.NamedFiles;
import org.junit.jupiter.api.Test;

class LiveMapTest {

    @Test
    void servesEveryFileThatThePageNamesAndNamesNoOtherHost() {
        try (TestApi api = new TestApi()) {
            Answer page = api.get("/").isOk();

            assertThat(NamedFiles.of(api, "/"))
                    .contains("/map/map.js", "/map/order.js", "/map/couriers.js", "/map/map.css", "/common/look.css");
            assertThat(page.headers().get("content-security-policy"))
                    .contains("default-src 'none'", "img-src 'self' data:;");
            assertThat(api.get("/map/settings.json").json().path("tileUrl").asText())
                    .isEmpty();
        }
    }

    @Test
    void allowsTheHostOfTheTilesAndNoOther() {
        try (TestApi api = new TestApi("rastro.map.tile-url = \"https://tiles.example:8443/{z}/{x}/{y}.png\"")) {
            assertThat(api.get("/").headers().get("content-security-policy"))
                    .contains("img-src 'self' data: https://tiles.example:8443;");
        }
    }

    @Test
    void sendsWhatABrowserHasOnlyOnce() {
        try (TestApi api = new TestApi()) {
            Answer script = api.get("/map/map.js").isOk();

            Answer again =
                    api.get("/map/map.js", "If-None-Match", script.headers().get("etag"));

            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
    }
}
