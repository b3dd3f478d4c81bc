package io.rastro.node.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareRoutesTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final ShareLinks LINKS = new ShareLinks(List.of(SECRET), Clock.systemUTC());
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi("rastro.share.secrets = \"" + SECRET + "\"");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static Answer share(String orderId) {
        return api.send(HttpRequest.newBuilder(api.uri("/v1/orders/" + orderId + "/share"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static Answer shareFor(String body) {
        return api.post("/v1/orders/o-1/share", body);
    }

    private static String expired() {
        return LINKS.sign("o-1", Instant.now().minusSeconds(1));
    }

    @Test
    void aLinkOpensTheMapOfItsOrder() {
        Instant before = Instant.now();
        Answer made = share("loja%2F17:o-1");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        JsonNode link = made.json();
        String token = link.path("token").asText();
        Instant expiresAt = Instant.parse(link.path("expiresAt").asText());
        assertThat(LINKS.read(token)).isEqualTo(new ShareLinks.Shared.Valid("loja/17:o-1", expiresAt));
        assertThat(expiresAt)
                .isBetween(before.plusSeconds(86_400 - 1), Instant.now().plusSeconds(86_400));
        assertThat(link.path("url").asText())
                .isEqualTo(api.uri("/share/" + token).toString());
        assertThat(made.headers())
                .containsEntry("location", link.path("url").asText())
                .containsEntry("cache-control", "no-store");

        Answer page = api.get("/share/" + token, "Accept", BROWSER).isOk();
        Answer map = api.get("/").isOk();
        assertThat(page.body()).isEqualTo(map.body());
        assertThat(page.headers())
                .containsEntry("content-type", "text/html; charset=UTF-8")
                .containsEntry("cache-control", "no-store")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("x-robots-tag", "noindex")
                .containsEntry("content-security-policy", map.headers().get("content-security-policy"))
                .doesNotContainKey("etag");
    }

    /** From /share/ on a file that is not named from the root would be another one. */
    @Test
    void thePageNamesItsFilesFromTheRoot() {
        assertThat(api.get("/").body()).doesNotContainPattern("(src|href|action)=\"(?!/|data:)");
    }

    @ParameterizedTest
    @CsvSource({"60,60", "604800,604800", "null,86400"})
    void aLinkLastsAsLongAsIsAskedFor(String seconds, long lasts) {
        Instant before = Instant.now();
        Answer made = shareFor("{\"note\":{\"of\":[\"a later version\"]},\"expiresInSeconds\":" + seconds + "}");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(Instant.parse(made.json().path("expiresAt").asText()))
                .isBetween(before.plusSeconds(lasts - 1), Instant.now().plusSeconds(lasts));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"59", "604801", "0", "-60", "60.5", "6e1", "\"60\"", "true", "[60]", "99999999999999999999999999"
            })
    void refusesAnotherTime(String seconds) {
        shareFor("{\"expiresInSeconds\":" + seconds + "}")
                .isProblem(422, "invalid-expiry")
                .naming("expiresInSeconds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "60", " ", "{}{}", "{\"expiresInSeconds\":60", "{\"expiresInSeconds\":}", "\u0000"})
    void refusesWhatIsNoObject(String body) {
        shareFor(body).isProblem(400, "unreadable-body").naming("body");
    }

    @Test
    void refusesAnotherTypeAndTooMuch() {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        api.post("/v1/orders/o-1/share", "application/x-www-form-urlencoded", json)
                .isProblem(415, "unsupported-media-type")
                .naming("Content-Type");
        shareFor("[" + " ".repeat(6 * 1024 * 1024)).isProblem(413, "body-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a~b", "%00", "%C3%A9", ""})
    void refusesIdsThatBreakTheRules(String inPath) {
        share(inPath).isProblem(400, "invalid-order-id").naming("orderId");
    }

    @Test
    void takesIdsOf128LettersAndNotOf129() {
        assertThat(share("x".repeat(128)).status()).isEqualTo(201);
        share("x".repeat(129)).isProblem(400, "invalid-order-id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "rastro.example:8080",
                "10.0.0.1:1",
                "[::1]:65535",
                "[::ffff:10.0.0.1]",
                "rastro_node:80"
            })
    void aLinkBeginsWhereItsSenderIs(String host) throws IOException {
        Answer made = from(host);

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("url").asText()).startsWith("http://" + host + "/share/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example/path",
                "user@evil.example",
                "a b",
                "a\"b",
                "a<b>",
                "a,b",
                "a'b",
                "a;b",
                "$(a)",
                "a%2Fb",
                "-a",
                "a:",
                "a:65536",
                "a:99999999999",
                "a:b",
                "[::1",
                "[evil]",
                "http://evil.example",
                "\u00e9"
            })
    void refusesAHostThatIsNone(String host) throws IOException {
        Answer refused = from(host);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(refused.headers()).doesNotContainKey("location");
    }

    /** Of two, one could be what a proxy looked at and the other what the link begins with. */
    @Test
    void refusesTwoHosts() throws IOException {
        assertThat(from("a\r\nHost: b").status()).isEqualTo(400);
    }

    private static Answer from(String host) throws IOException {
        return RawHttp.send(
                api.port(), "POST /v1/orders/o-1/share HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void theSettingOfTheBaseWinsOverTheHost() throws IOException {
        try (TestApi other = new TestApi(
                "rastro.share { secrets = [\"" + SECRET
                        + "\"], base-url = \"https://rastro.example/\", max-time-to-live = 2 h, default-time-to-live = 1 h }")) {
            Answer made = RawHttp.send(
                    other.port(), "POST /v1/orders/o-1/share HTTP/1.1\r\nHost: $(evil)\r\nContent-Length: 0\r\n\r\n");

            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.json().path("url").asText()).startsWith("https://rastro.example/share/");
            other.post("/v1/orders/o-1/share", "{\"expiresInSeconds\":7201}").isProblem(422, "invalid-expiry");
        }
    }

    @Test
    void withoutASecretThereAreNoLinks() {
        try (TestApi other = new TestApi()) {
            Answer refused = other.post("/v1/orders/o-1/share", "{}").isProblem(501, "share-not-configured");

            assertThat(refused.json().path("detail").asText()).contains("RASTRO_SHARE_SECRETS");
            other.get("/share/" + LINKS.sign("o-1", Instant.now().plusSeconds(60)))
                    .isProblem(403, "share-invalid");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                ".",
                "%2e%2e",
                "AQAAAABpIB_eby0x.ZzTi6IDr6xNcymB5ZGdwesQCIphMSH9nAKVNouG7C1B",
                "%F0%9F%98%80"
            })
    void aClientIsToldByAProblemThatALinkIsNone(String inPath) {
        of403And410(api.get("/share/" + inPath).isProblem(403, "share-invalid"));
    }

    @Test
    void aClientIsToldByAProblemThatALinkHasExpired() {
        of403And410(api.get("/share/" + expired(), "Accept", "*/*").isProblem(410, "share-expired"));
    }

    @Test
    void aVeryLongTokenIsNone() {
        api.get("/share/" + "A".repeat(3_000) + ".A").isProblem(403, "share-invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pt-BR,pt;q=0.9,en;q=0.8 | pt-BR | Este link expirou | Este link não é válido",
                "es,pt;q=0.5 | pt-BR | Este link expirou | Este link não é válido",
                "en-GB,pt;q=0.9 | en | This link has expired | This link is not valid",
                "de,pt;q=0 | en | This link has expired | This link is not valid",
                "de | en | This link has expired | This link is not valid",
                ";;; | en | This link has expired | This link is not valid"
            })
    void somebodyWithABrowserIsToldInTheirLanguage(String languages, String lang, String gone, String none) {
        Answer late = api.get("/share/" + expired(), "Accept", BROWSER, "Accept-Language", languages);
        Answer wrong = api.get("/share/x", "Accept", BROWSER, "Accept-Language", languages);

        assertThat(late.status()).isEqualTo(410);
        // The map's style hides a page that does not say which one it is.
        assertThat(late.body()).contains("<html lang=\"" + lang + "\" data-page=\"refused\">", gone);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("<html lang=\"" + lang + "\" data-page=\"refused\">", none);
        for (Answer answer : List.of(late, wrong)) {
            of403And410(answer);
            assertThat(answer.headers()).containsEntry("content-type", "text/html; charset=UTF-8");
            assertThat(answer.headers().get("content-security-policy")).contains("default-src 'none'");
        }
    }

    private static void of403And410(Answer answer) {
        assertThat(answer.headers())
                .containsEntry("cache-control", "no-store")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("x-robots-tag", "noindex");
    }
}
