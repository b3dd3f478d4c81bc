package io.rastro.node.http;

import static io.rastro.node.TestApi.fix;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import io.rastro.sharding.courier.Courier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, ids, headers, methods, overload: everything around the body. */
class RequestsTest {

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi("rastro.http.max-in-flight = 16");
    }

    @AfterEach
    void forget() {
        api.reply = null;
        api.recorded.clear();
        api.keys.clear();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a~b", "%7E", "a%00b", "a%0Ab", "a%7Fb", "%C3%A9", "a%25b", "a%22b", ""})
    void refusesIdsThatBreakTheRules(String inPath) {
        api.post("/v1/couriers/" + inPath + "/positions", fix(1, 2))
                .isProblem(400, "invalid-courier-id")
                .naming("courierId");
        api.get("/v1/couriers/" + inPath + "/positions").isProblem(400, "invalid-courier-id");
    }

    @Test
    void takesIdsOf128LettersAndNotOf129() {
        api.post("/v1/couriers/" + "x".repeat(128) + "/positions", fix(1, 2)).isOk();
        api.post("/v1/couriers/" + "x".repeat(129) + "/positions", fix(1, 2))
                .isProblem(400, "invalid-courier-id")
                .naming("courierId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user%2Fphone", "a+b", "a%2Bb", "a:b@c", "%2e%2e", "..%2F..", "%41bc"})
    void decodesAnIdOnce(String inPath) throws IOException {
        String id = java.net.URLDecoder.decode(inPath.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        String body = fix(1, 2);

        Answer answer = RawHttp.send(
                        api.port(),
                        "POST /v1/couriers/" + inPath
                                + "/positions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                .isOk();

        assertThat(answer.json().path("persistenceId").asText()).isEqualTo("courier~" + id);
        assertThat(api.recorded).containsOnlyKeys(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/couriers/a b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/couriers/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/couriers/\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/couriers/c HTTP/1.1\r\n\r\n",
                "GET /v1/couriers/c HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
                "complete nonsense\r\n\r\n"
            })
    void answersMalformedRequestsWithAProblem(String request) throws IOException {
        Answer answer = RawHttp.send(api.port(), request);

        assertThat(answer.status()).as(answer.body()).isIn(400, 501);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asText()).startsWith("urn:rastro:problem:");
    }

    @Test
    void answersARequestTargetThatIsTooLongWithAProblem() throws IOException {
        RawHttp.send(api.port(), "GET /v1/" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                .isProblem(414, "uri-too-long");
    }

    @Test
    void answersHeadersThatAreTooLargeWithAProblem() throws IOException {
        Answer answer = RawHttp.send(
                api.port(), "GET /v1/couriers/c HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n");

        assertThat(answer.status()).isIn(400, 431);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void answersUnknownPathsAndMethodsWithAProblem() {
        api.get("/v2").isProblem(404, "not-found");
        api.get("/v1/couriers/").isProblem(400, "invalid-courier-id");
        Answer answer = api.get("/v1/positions").isProblem(405, "method-not-allowed");
        assertThat(answer.headers().get("allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"has space", "\u007f"})
    void refusesIdempotencyKeysThatAreNotVisibleAscii(String key) throws IOException {
        withKey(key).isProblem(400, "invalid-header").naming("Idempotency-Key");
    }

    @Test
    void takesIdempotencyKeysUpTo255Characters() throws IOException {
        withKey("k".repeat(255)).isOk();
        assertThat(api.keys).containsValue("k".repeat(255));
        withKey("k".repeat(256)).isProblem(400, "invalid-header").naming("Idempotency-Key");
    }

    @Test
    void saysWhatAnEarlierRequestWithTheSameKeyRecorded() throws IOException {
        api.reply = () -> CompletableFuture.completedFuture(new Courier.Reply.Recorded(0, 1, 7, true, 3));

        Answer answer = withKey("k").isOk();

        assertThat(answer.json().path("replayed").asBoolean()).isTrue();
        assertThat(answer.json().path("recorded").asInt()).isEqualTo(3);
        assertThat(answer.json().path("seqNr").asInt()).isEqualTo(7);
    }

    @Test
    void answersABusyCourierAndASilentOneWith503() {
        api.reply = () -> CompletableFuture.completedFuture(new Courier.Reply.Busy("the table lags"));
        Answer busy = api.post("/v1/couriers/c/positions", fix(1, 2)).isProblem(503, "unavailable");
        assertThat(busy.headers().get("retry-after")).isEqualTo("1");

        api.reply = () -> CompletableFuture.failedFuture(new TimeoutException());
        Answer silent = api.post("/v1/couriers/c/positions", fix(1, 2)).isProblem(503, "unavailable");
        assertThat(silent.headers().get("retry-after")).isEqualTo("1");
        assertThat(silent.json().path("detail").asText()).contains("safe");
    }

    @Test
    void refusesAtOnceWhatIsMoreThanTheNodeTakes() {
        CompletableFuture<Courier.Reply> later = new CompletableFuture<>();
        api.reply = () -> later;
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> api.post("/v1/couriers/c/positions", fix(1, 2)), task -> new Thread(task).start()));
        }
        org.awaitility.Awaitility.await()
                .until(() -> api.get("/metrics").body().contains("rastro_http_in_flight 16.0"));

        Answer refused = api.post("/v1/couriers/c/positions", "no matter what").isProblem(503, "overloaded");

        assertThat(refused.headers().get("retry-after")).isEqualTo("1");
        later.complete(new Courier.Reply.Recorded(1, 0, 1, false, 0));
        waiting.forEach(answer -> answer.join().isOk());
        assertThat(api.get("/metrics").body()).contains("rastro_http_in_flight 0.0");
    }

    @Test
    void answersABugWith500AndNothingOfItsInside() {
        api.reply = () -> {
            throw new IllegalStateException("secret");
        };

        Answer answer = api.post("/v1/couriers/c/positions", fix(1, 2)).isProblem(500, "internal-error");

        assertThat(answer.body()).doesNotContain("secret");
        assertThat(answer.headers().get("x-content-type-options")).isEqualTo("nosniff");
    }

    private Answer withKey(String key) throws IOException {
        String body = fix(1, 2);
        return RawHttp.send(
                api.port(),
                "POST /v1/couriers/c/positions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: "
                        + key + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
}
