package io.rastro.node.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiveMapTest {

    @Test
    void servesEveryFileThatThePageNamesAndNamesNoOtherHost() {
        try (TestApi api = new TestApi()) {
            Answer page = api.get("/").isOk();
            Matcher files = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
            while (files.find()) {
                if (!files.group(1).startsWith("data:")) {
                    assertThat(files.group(1)).startsWith("/");
                    api.get(files.group(1)).isOk();
                }
            }
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
