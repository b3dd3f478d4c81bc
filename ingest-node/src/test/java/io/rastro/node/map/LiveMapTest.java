package io.rastro.node.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiveMapTest {

    private static final Pattern NAMED = Pattern.compile(
            "(?:(?:src|href)=\"|^(?:import|export) [^;\"']*from '|open\\('\\w+', ')([^\"']+)[\"']", Pattern.MULTILINE);

    @Test
    void servesEveryFileThatThePageNamesAndNamesNoOtherHost() {
        try (TestApi api = new TestApi()) {
            Answer page = api.get("/").isOk();
            Set<String> files = new LinkedHashSet<>();
            follow(api, "/", page.body(), files);

            assertThat(files).contains("/map/map.js", "/map/order.js", "/map/couriers.js", "/map/map.css");
            assertThat(page.headers().get("content-security-policy"))
                    .contains("default-src 'none'", "img-src 'self' data:;");
            assertThat(api.get("/map/settings.json").json().path("tileUrl").asText())
                    .isEmpty();
        }
    }

    /** Asks for what a page or a module of ours names, and for what that names in its turn. */
    private static void follow(TestApi api, String path, String text, Set<String> seen) {
        Matcher names = NAMED.matcher(text);
        while (names.find()) {
            String named = URI.create(path).resolve(names.group(1)).toString();
            if (!named.startsWith("data:") && !named.equals("/") && seen.add(named)) {
                assertThat(named).startsWith("/");
                String body = api.get(named).isOk().body();
                if (named.startsWith("/map/")) {
                    follow(api, named, body, seen);
                }
            }
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
