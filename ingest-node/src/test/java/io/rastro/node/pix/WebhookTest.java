package io.rastro.node.pix;

import static io.rastro.node.pix.PixBodies.ACCOUNT;
import static io.rastro.node.pix.PixBodies.PLANTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import io.rastro.node.TestPix;
import io.rastro.protocol.pix.Centavos;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The callback of a provider over real HTTP: what it has to be answered so that nothing is lost and nothing comes for ever. */
class WebhookTest {

    private static final String WEBHOOK = ACCOUNT + "/webhook/pix";
    private static final String E1 = "E87654321202009091221dfghi123456";
    private static final String GOOD =
            "{'endToEndId':'" + E1 + "','valor':'110.00','horario':'2020-09-09T20:15:00.358Z'}";
    private static final String BAD = GOOD.replace("110.00", "110");

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi(PixBodies.SETTINGS + "rastro.http { max-body = 2 MiB, body-timeout = 500 ms }");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.pix.forget();
    }

    private static Answer post(String body) {
        return PixBodies.post(api, WEBHOOK, body);
    }

    static Stream<JsonNode> samples() {
        return PixBodies.samples("webhook.jsonl").stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsAnsweredAsItsProviderNeedsItAndLosesNothing(JsonNode sample) {
        String path = ACCOUNT + sample.path("path").asText();

        Answer answer = api.post(path, sample.path("body").asText());

        boolean taken = sample.at("/client_needs/status").asText().equals("2xx");
        assertThat(answer.status()).as(answer.body()).isEqualTo(taken ? 200 : 422);
        assertThat(api.pix.kept).hasSize(taken ? 0 : 1);
        if (sample.path("name").asText().equals("redelivery_same_body")) {
            return; // whether it was here before is the account's to say
        }
        List<PixItem> items =
                api.pix.calls.stream().flatMap(call -> call.items().stream()).toList();
        assertThat(items)
                .extracting(PixItem::id, PixItem::centavos)
                .containsExactlyElementsOf(
                        StreamSupport.stream(sample.at("/expected/events").spliterator(), false)
                                .map(event -> tuple(
                                        event.path("id").asText(),
                                        event.path("centavos").asLong()))
                                .toList());
        assertThat(api.pix.calls).allMatch(TestPix.Call::facts);
    }

    @Test
    void whatCannotBeUnderstoodIsPutAsideAndDoesNotMakeTheCallFail() {
        Answer answer = post("{'pix':[" + BAD + "," + GOOD + ",7]}");

        assertThat(answer.isOk().body())
                .isEqualTo("{\"accepted\":1,\"duplicates\":0,\"waiting\":0,\"rejected\":["
                        + "{\"index\":0,\"field\":\"valor\",\"reason\":\"must be 1 to 10 digits, a point and 2 digits,"
                        + " such as 110.00\"},{\"index\":2,\"field\":\"\",\"reason\":\"must be a JSON object\"}],"
                        + "\"violations\":[],\"persistenceId\":\"pix~a-17\",\"seqNr\":1}");
        assertThat(api.pix.kept).singleElement().satisfies(call -> {
            assertThat(call.accountId()).isEqualTo("a-17");
            assertThat(call.receivedAt().toEpochMilli())
                    .isEqualTo(api.pix.calls.get(0).receivedAtMillis());
            assertThat(call.items())
                    .extracting(Quarantine.Item::place, Quarantine.Item::field, Quarantine.Item::endToEndId)
                    .containsExactly(tuple("pix[0]", "valor", E1), tuple("pix[2]", "", null));
        });
    }

    @Test
    void theSameCallIsRecognisedByAFingerprintThatTellsNothing() {
        post("{'pix':[" + BAD + "]}");
        post("{'pix':[" + BAD + "]}");
        post("{'pix':[" + BAD + ",7]}");

        List<String> prints =
                api.pix.kept.stream().map(Quarantine.Call::fingerprint).toList();
        assertThat(prints).allMatch(print -> print.matches("k2\\.[A-Za-z0-9_-]{43}"));
        assertThat(prints.get(1)).isEqualTo(prints.get(0));
        assertThat(prints.get(2)).isNotEqualTo(prints.get(0));
    }

    @Test
    void factsThatBreakARuleAreTakenAndNamed() {
        api.pix.onRecord = (call, number) -> CompletableFuture.completedStage(
                new Recorded(1, 1, 0, List.of(new Recorded.Broken(1, Rule.ABOVE_ORIGINAL)), 9));
        String returned = "D12345678202009091221abcdf098765";
        String with = GOOD.replaceFirst(
                "}$",
                ",'devolucoes':[{'id':'1','rtrId':'" + returned
                        + "','valor':'200.00','horario':{'solicitacao':'2020-09-09T20:15:00Z'},'status':'NOVO'}]}");

        assertThat(post("{'pix':[" + with + "]}").isOk().json().path("violations"))
                .hasToString("[{\"endToEndId\":\"" + E1 + "\",\"rtrId\":\"" + returned
                        + "\",\"rule\":\"above-original\",\"reason\":\"the returns would exceed the payment\"}]");
        assertThat(api.pix.kept).isEmpty();
    }

    /** Our own route refuses it. */
    @Test
    void aTimeFarFromTheMinuteInTheIdIsAFactThatIsFlagged() {
        post("{'pix':[" + GOOD.replace("T20:15", "T02:15").replace("09-09T", "09-10T") + "]}")
                .isOk();

        assertThat(api.pix.calls.get(0).items().get(0).flags()).containsExactly(PixItem.Flag.ID_MINUTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook", "/webhook?ignorar=", "/webhook?ignorar=/pix", "/webhook?hmac=x&ignorar=/pix"})
    void theAddressWithoutTheSuffixTakesTrialsAndCallbacks(String path) {
        PixBodies.post(api, ACCOUNT + path, "{'evento':'teste_webhook'}").isOk();
        PixBodies.post(api, ACCOUNT + path, "").isOk();
        api.post(ACCOUNT + path, "text/plain", new byte[0]).isOk();
        assertThat(api.pix.calls).isEmpty();
        assertThat(api.pix.kept).isEmpty();

        PixBodies.post(api, ACCOUNT + path, "{'pix':[" + GOOD + "]}").isOk();
        assertThat(api.pix.calls).hasSize(1);
    }

    @Test
    void theContentTypeIsNotLookedAt() {
        api.post(
                        WEBHOOK,
                        "text/plain",
                        ("{'pix':[" + GOOD + "]}").replace('\'', '"').getBytes())
                .isOk();

        assertThat(api.pix.calls).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{'pix':[{     | 400", "<pix/>   | 400", "``  | 400", "[]  | 400", "{}  | 400", "{'pix':{}}  | 400"
            })
    void whatIsNoCallbackIsRefusedAndPutAside(String body, int status) {
        post(body).isProblem(status, "unreadable-body");

        assertThat(api.pix.calls).isEmpty();
        assertThat(api.pix.kept)
                .singleElement()
                .satisfies(call -> assertThat(call.items())
                        .extracting(Quarantine.Item::place)
                        .containsExactly("body"));
    }

    private static double rejected() {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("rastro_pix_events_total{outcome=\"rejected\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** @param reason the beginning of it */
    private static void isPutAsideUnread(double rejectedBefore, String reason) {
        await().untilAsserted(() -> assertThat(api.pix.kept).singleElement().satisfies(call -> {
            assertThat(call.accountId()).isEqualTo("a-17");
            assertThat(call.fingerprint()).isNull();
            assertThat(call.items()).singleElement().satisfies(item -> {
                assertThat(item.place()).isEqualTo("body");
                assertThat(item.field()).isEmpty();
                assertThat(item.reason()).startsWith(reason);
                assertThat(item.endToEndId()).isNull();
            });
        }));
        assertThat(rejected()).isEqualTo(rejectedBefore + 1);
        assertThat(api.pix.calls).isEmpty();
    }

    private static byte[] tooMuch() {
        return " ".repeat((2 << 20) + 1).getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook", "/webhook/pix"})
    void aBodyThatIsTooLargeIsRefusedAndPutAside(String path) {
        double before = rejected();

        api.post(ACCOUNT + path, "application/json", tooMuch()).isProblem(413, "body-too-large");

        isPutAsideUnread(before, "A body may have at most 2097152 bytes");
    }

    @Test
    void aBodyThatGrowsTooLargeIsRefusedAndPutAside() {
        double before = rejected();
        HttpRequest chunked = HttpRequest.newBuilder(api.uri(WEBHOOK))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch())))
                .build();

        api.send(chunked).isProblem(413, "body-too-large");

        isPutAsideUnread(before, "A body may have at most 2097152 bytes");
    }

    @Test
    void aBodyThatIsCompressedOtherwiseIsRefusedAndPutAside() {
        double before = rejected();

        Answer answer = api.post(WEBHOOK, "application/json", tooMuch(), "Content-Encoding", "br");

        answer.isProblem(415, "unsupported-media-type").naming("Content-Encoding");
        assertThat(answer.headers()).containsEntry("accept-encoding", "gzip, deflate");
        isPutAsideUnread(before, "A body may be compressed with gzip");
    }

    @Test
    void aBodyThatIsNotWhatItIsSaidToBeIsRefusedAndPutAside() {
        double before = rejected();

        api.post(WEBHOOK, "application/json", "{}".getBytes(UTF_8), "Content-Encoding", "gzip")
                .isProblem(400, "unreadable-body");

        isPutAsideUnread(before, "");
    }

    private static final String CUT_OFF = "POST " + WEBHOOK
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"pix\":[";

    @Test
    void aBodyThatDoesNotComeIsRefusedAndPutAside() throws IOException {
        double before = rejected();

        RawHttp.send(api.port(), CUT_OFF).isProblem(408, "body-too-slow");

        isPutAsideUnread(before, "The body did not arrive within");
    }

    /** Nobody is there to be answered. */
    @Test
    void aBodyThatBreaksOffIsPutAside() throws IOException {
        double before = rejected();

        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream().write(CUT_OFF.getBytes(UTF_8));
        }

        isPutAsideUnread(before, "The body broke off");
    }

    @Test
    void hasABodyComeAgainThatWasRefusedAndCannotBePutAside() {
        api.pix.keeping = CompletableFuture.failedStage(new IllegalStateException("away"));

        assertThat(api.post(WEBHOOK, "application/json", tooMuch())
                        .isProblem(503, "unavailable")
                        .headers())
                .containsKey("retry-after");
    }

    @Test
    void tenThousandAreTakenInPiecesAndOneMoreIsTooMany() {
        String many = IntStream.range(0, 10_000)
                .mapToObj(i -> "{'endToEndId':'E87654321202009091221" + String.format("%011d", i)
                        + "','valor':'0.01','horario':'2020-09-09T20:15:00Z'}")
                .collect(Collectors.joining(","));

        assertThat(post("{'pix':[" + many + "]}").isOk().json().path("accepted").asInt())
                .isEqualTo(10_000);
        assertThat(api.pix.calls).hasSize(20);

        api.pix.forget();
        post("{'pix':[" + many + "," + GOOD + "]}").isProblem(413, "body-too-large");
        assertThat(api.pix.calls).isEmpty();
        assertThat(api.pix.kept).hasSize(1);
    }

    @Test
    void hasItComeAgainWhenItIsNotKnownToBeStored() {
        api.pix.onRecord = (call, number) -> TestPix.busy();

        assertThat(post("{'pix':[" + BAD + "," + GOOD + "]}")
                        .isProblem(503, "unavailable")
                        .headers())
                .containsKey("retry-after");
        assertThat(api.pix.kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'pix':[" + "7" + "]}", "{'pix':[", "{'pix':[7,%]}"})
    void hasItComeAgainWhenItCannotBePutAside(String body) {
        api.pix.keeping = CompletableFuture.failedStage(new IllegalStateException("away"));

        assertThat(post(body.replace("%", GOOD)).isProblem(503, "unavailable").headers())
                .containsKey("retry-after");
    }

    @Test
    void doesNotWaitLongForWhatIsToBePutAside() {
        api.pix.keeping = new CompletableFuture<>();

        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> post("{'pix':[7]}").isProblem(503, "unavailable"));
    }

    @Test
    void putsAsideAHundredOfACallAndHowManyMoreThereAre() {
        String bad = IntStream.range(0, 250).mapToObj(i -> "7").collect(Collectors.joining(","));

        assertThat(post("{'pix':[" + bad + "," + GOOD + "]}").isOk().json().path("rejected"))
                .hasSize(250);

        List<Quarantine.Item> items = api.pix.kept.get(0).items();
        assertThat(items).hasSize(101);
        assertThat(items.get(99).place()).isEqualTo("pix[99]");
        assertThat(items.get(100).place()).isEqualTo("body");
        assertThat(items.get(100).reason()).startsWith("150 more");
    }

    @Test
    void nothingOfAPersonIsInAnAnswerOrPutAside() {
        for (String planted : PLANTED) {
            for (String field : List.of("endToEndId", "valor", "horario", "txid", "devolucoes", "chave")) {
                String pix = "{'" + field + "':'" + planted + "','infoPagador':'" + planted + "','pagador':{'nome':'"
                        + planted + "','cpf':'" + planted + "'}}";
                assertThat(post("{'pix':[" + pix + "," + GOOD + "]}").isOk().body())
                        .doesNotContain(planted);
                assertThat(post("{'pix':[" + pix + "]}").body()).doesNotContain(planted);
            }
            assertThat(post("{'" + planted + "':'" + planted).body()).doesNotContain(planted);
        }
        assertThat(api.pix.kept.toString()).doesNotContain(PLANTED);
    }

    @Test
    void keysAndDocumentsReachTheAccountAsPseudonyms() {
        String pix = GOOD.replaceFirst("}$", ",'chave':'12345678909','pagador':{'cpf':'11144477735'}}");

        post("{'pix':[" + pix + "]}").isOk();

        PixItem item = api.pix.calls.get(0).items().get(0);
        assertThat(item.kind()).isEqualTo(PixKind.RECEBIMENTO);
        assertThat(item.centavos()).isEqualTo(Centavos.parse("110.00"));
        assertThat(item.chave()).isNotNull();
        assertThat(item.chave().pseudonym()).startsWith("k2.");
        assertThat(item.counterparty()).isNotNull();
        assertThat(item.counterparty().masked()).isEqualTo("***.444.777-**");
    }
}
