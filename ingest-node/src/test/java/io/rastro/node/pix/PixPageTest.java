package io.rastro.node.pix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.http.Route;
import io.rastro.node.page.NamedFiles;
import org.junit.jupiter.api.Test;

class PixPageTest {

    @Test
    void servesEveryFileThatThePageNamesAndNoOther() {
        try (TestApi api = new TestApi()) {
            assertThat(NamedFiles.of(api, "/pix"))
                    .filteredOn(file -> file.startsWith("/pix/"))
                    .containsExactlyInAnyOrderElementsOf(api.routes().stream()
                            .map(Route::template)
                            .filter(path -> path.startsWith("/pix/") && !path.endsWith(".json"))
                            .toList());
        }
    }

    /** The account's id is in its address. */
    @Test
    void asksNobodyElseForAnythingAndTellsNobodyWhereOneCameFrom() {
        try (TestApi api = new TestApi("rastro.map.tile-url = \"https://tiles.example/{z}/{x}/{y}.png\"")) {
            Answer page = api.get("/pix?account=loja-1").isOk();

            assertThat(page.headers())
                    .containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("cache-control", "no-cache");
            assertThat(page.headers().get("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self'", "img-src 'self' data:;")
                    .doesNotContain("tiles.example", "unsafe");
            assertThat(page.body()).doesNotContain("loja-1", "<style", "style=");
        }
    }

    @Test
    void saysTheLimitsThatAreSet() {
        try (TestApi api = new TestApi("rastro.pix.signals { night-centavos = 123456, minute-payments = 7 }")) {
            JsonNode limits = api.get("/pix/limits.json").isOk().json();

            assertThat(limits.path("nightValor").asText()).isEqualTo("1234.56");
            assertThat(limits.path("minutePayments").asLong()).isEqualTo(7);
            assertThat(limits.path("zone").asText()).isEqualTo("America/Sao_Paulo");
        }
    }
}
