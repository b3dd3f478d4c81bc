package io.rastro.node.pix;

import static io.rastro.node.pix.PixBodies.ACCOUNT;
import static io.rastro.node.pix.PixBodies.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.TestPix;
import io.rastro.protocol.pix.Centavos;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.sharding.pix.PixAccount.Recorded;
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
        api = new TestApi(PixBodies.SETTINGS);
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
