package io.rastro.node.pix;

import static io.rastro.node.pix.PixBodies.ACCOUNT;
import static io.rastro.node.pix.PixBodies.PLANTED;
import static io.rastro.node.pix.PixBodies.id;
import static io.rastro.node.pix.PixBodies.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.TestPix;
import io.rastro.node.journal.Away;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST …/events} over real HTTP, and what a call with much or with bad input is answered. */
class RecordEventsTest {

    private static final String EVENTS = ACCOUNT + "/events";

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
        return PixBodies.post(api, EVENTS, body);
    }

    private static String many(int events) {
        return IntStream.range(0, events).mapToObj(PixBodies::payment).collect(Collectors.joining(",", "[", "]"));
    }

    private static void answers(Recorded recorded) {
        api.pix.onRecord = (call, number) -> CompletableFuture.completedStage(recorded);
    }

    @Test
    void recordsOneEventOrAnArrayOfThem() {
        assertThat(post(payment(1)).isOk().body())
                .isEqualTo("{\"accepted\":1,\"duplicates\":0,\"waiting\":0,\"rejected\":[],"
                        + "\"persistenceId\":\"pix~a-17\",\"seqNr\":1}");
        assertThat(post(many(2)).isOk().json().path("accepted").asInt()).isEqualTo(2);

        TestPix.Call first = api.pix.calls.get(0);
        assertThat(first.accountId()).isEqualTo("a-17");
        assertThat(first.facts()).isFalse();
        assertThat(first.receivedAtMillis()).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
        assertThat(first.items()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(PixKind.RECEBIMENTO);
            assertThat(item.centavos()).isEqualTo(11_000);
        });
    }

    @Test
    void anIdOfAnAccountMayHoldASlash() {
        PixBodies.post(api, "/v1/pix/accounts/bank%2F17/events", payment(1)).isOk();

        assertThat(api.pix.calls).extracting(TestPix.Call::accountId).containsExactly("bank/17");
    }

    @Test
    void namesWhatIsWrongAndWhatBreaksARuleByItsPlaceAndKeepsTheRest() {
        answers(new Recorded(1, 1, 1, List.of(new Recorded.Broken(1, Rule.ABOVE_ORIGINAL)), 7));
        String estorno = payment(2).replace("recebimento", "estorno").replace("}", ",'rtrId':'" + id('D', 2) + "'}");

        Answer answer = post("[7," + payment(1) + ",{}," + estorno + "," + payment(3) + "]");

        assertThat(answer.isOk().json().path("rejected")).hasToString("""
                [{"index":0,"field":"","reason":"must be a JSON object"},\
                {"index":2,"field":"kind","reason":"is required"},\
                {"index":3,"rule":"above-original","reason":"the returns would exceed the payment"}]""");
        assertThat(answer.json().path("waiting").asInt()).isEqualTo(1);
        assertThat(answer.json().path("seqNr").asInt()).isEqualTo(7);
        assertThat(api.pix.calls.get(0).items()).hasSize(3);
    }

    @Test
    void isUnprocessableWhenAllOfItBreaksARule() {
        answers(new Recorded(0, 0, 0, List.of(new Recorded.Broken(0, Rule.PAYMENT_REUSED)), 7));

        Answer answer = post("[{}," + payment(1) + "]");

        answer.isProblem(422, "all-pix-events-rejected").naming("kind");
        assertThat(answer.json().path("rejected")).hasSize(2);
        assertThat(answer.json().at("/rejected/1/rule").asText()).isEqualTo("id-reused");
        answers(new Recorded(0, 1, 0, List.of(), 7));
        assertThat(post(payment(1)).isOk().json().path("duplicates").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "valor      | '110'",
                "valor      | '110.0'",
                "valor      | '-1.00'",
                "valor      | '1e3'",
                "valor      | 1e3",
                "valor      | '12345678901.00'",
                "valor      | '0.00'",
                "endToEndId | 'E99999A042026112108150000000000'",
                "endToEndId | 'e99999A0420261121081500000000001'",
                "kind       | 'pix'",
                "natureza   | 'DESCONHECIDA'",
                "rtrId      | 'D99999A04202611210815000000000001'",
                "chave      | '11144477734'",
                "chave      | 'Fulano de Tal'",
                "counterparty | ' '",
                "txid       | '11144477735 '",
                "occurredAt | '2026-11-21'"
            })
    void refusesABadFieldAndNamesIt(String field, String value) {
        String rest = payment(1).replaceFirst("'" + field + "':'[^']*',?", "").replace(",}", "}");
        String kind = field.equals("natureza")
                ? rest.replace("recebimento", "estorno").replace("{", "{'rtrId':'" + id('D', 1) + "',")
                : rest;

        Answer answer = post(kind.replaceFirst("}$", ",'" + field + "':" + value + "}"));

        answer.isProblem(422, "all-pix-events-rejected").naming(field);
        assertThat(answer.json().at("/rejected/0/field").asText()).isEqualTo(field);
        assertThat(answer.json().at("/rejected/0/index").asInt(-1)).isZero();
        assertThat(api.pix.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-13", "13"})
    void refusesATimeThirteenHoursFromTheMinuteInTheId(int hours) {
        String away = Instant.now()
                .minus(Duration.ofHours(hours))
                .toString()
                .replaceAll("[-T:]", "")
                .substring(0, 12);
        String body = payment(1).replaceFirst("A04\\d{12}", "A04" + away);

        Answer answer = post(body);

        answer.isProblem(422, "all-pix-events-rejected").naming("occurredAt");
        assertThat(answer.json().path("detail").asText()).contains("12 h");
        assertThat(api.pix.calls).isEmpty();
    }

    @Test
    void tenThousandEventsAreAskedForInPiecesOneAfterTheOther() {
        api.pix.onRecord = (call, number) -> CompletableFuture.supplyAsync(
                () -> {
                    assertThat(api.pix.calls).hasSize(number); // no other began meanwhile
                    return new Recorded(
                            call.items().size() - 1, 0, 0, List.of(new Recorded.Broken(3, Rule.TOO_LATE)), number);
                },
                CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));

        Answer answer = post(many(10_000)).isOk();

        assertThat(api.pix.calls)
                .hasSize(20)
                .allSatisfy(call -> assertThat(call.items()).hasSize(500));
        assertThat(api.pix.calls.stream().flatMap(call -> call.items().stream()).map(PixItem::endToEndId))
                .doesNotHaveDuplicates();
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(9_980);
        assertThat(answer.json().path("seqNr").asInt()).isEqualTo(20);
        assertThat(answer.json().path("rejected"))
                .extracting(each -> each.path("index").asInt())
                .startsWith(3, 503, 1_003)
                .endsWith(9_503)
                .hasSize(20);
    }

    @Test
    void tenThousandAndOneAreTooMany() {
        post(many(10_001)).isProblem(413, "body-too-large");

        assertThat(api.pix.calls).isEmpty();
    }

    @Test
    void isUnavailableWhenALaterPieceIsNotKnownToBeStored() {
        api.pix.onRecord = (call, number) -> number < 2
                ? CompletableFuture.completedStage(new Recorded(call.items().size(), 0, 0, List.of(), 1))
                : TestPix.busy();

        Answer answer = post(many(1_200));

        answer.isProblem(503, "unavailable");
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(api.pix.calls).hasSize(2);
    }

    @Test
    void isUnavailableWithoutAnAnswerInTimeOrWithoutTheJournal() {
        api.pix.onRecord = (call, number) -> CompletableFuture.failedStage(new TimeoutException());
        assertThat(post(payment(1)).isProblem(503, "unavailable").headers()).containsKey("retry-after");
        api.pix.calls.clear();

        TestApi away = new TestApi(PixBodies.SETTINGS);
        try (away) {
            Away.goes(away.health);
            PixBodies.post(away, EVENTS, payment(1)).isProblem(503, "unavailable");
            assertThat(away.pix.calls).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]         | 422 | no-pix-events",
                "7          | 400 | unreadable-body",
                "[{         | 400 | unreadable-body",
                "{} {}      | 400 | unreadable-body",
                "``         | 400 | unreadable-body"
            })
    void saysWhatIsWrongWithABody(String body, int status, String type) {
        post(body).isProblem(status, type);

        assertThat(api.pix.calls).isEmpty();
    }

    @Test
    void takesJsonOnlyAndNamesAWrongId() {
        api.post(EVENTS, "text/plain", new byte[] {'{', '}'})
                .isProblem(415, "unsupported-media-type")
                .naming("Content-Type");
        PixBodies.post(api, "/v1/pix/accounts/no%20id/events", payment(1))
                .isProblem(400, "invalid-account-id")
                .naming("accountId");
    }

    @Test
    void showsNothingOfAPersonInAnyAnswer() {
        for (String planted : PLANTED) {
            for (String field : List.of(
                    "kind",
                    "endToEndId",
                    "rtrId",
                    "valor",
                    "occurredAt",
                    "txid",
                    "chave",
                    "counterparty",
                    "status",
                    "natureza")) {
                Answer answer = post("[{'" + field + "':'" + planted + "'},{'" + field + "':['" + planted + "']}]");
                assertThat(answer.status()).isEqualTo(422);
                assertThat(answer.body()).as(field).doesNotContain(planted);
            }
            assertThat(post("{'" + planted + "':'" + planted).body()).doesNotContain(planted);
            assertThat(post(planted).body()).doesNotContain(planted);
        }
        String whole = payment(1).replace("}", ",'chave':'12345678909','counterparty':'11144477735'}");
        assertThat(post(whole).isOk().body()).doesNotContain(PLANTED);
        assertThat(api.pix.calls.get(0).items().get(0).toString()).doesNotContain(PLANTED);
    }

    @Test
    void withoutASecretTheRoutesAreOffAndSayWhy() {
        try (TestApi off = new TestApi()) {
            for (Answer answer : List.of(
                    PixBodies.post(off, EVENTS, payment(1)),
                    PixBodies.post(off, ACCOUNT + "/webhook/pix", "{'pix':[]}"),
                    PixBodies.post(off, ACCOUNT + "/webhook", "{'pix':[]}"),
                    PixBodies.post(off, "/v1/pix/iso20022?account=a", "<a/>"),
                    PixBodies.put(off, ACCOUNT + "/pix/" + id('E', 1) + "/devolucao/1", "{'valor':'1.00'}"),
                    off.get(ACCOUNT),
                    off.get(EVENTS),
                    off.get(ACCOUNT + "/pix/" + id('E', 1)),
                    off.get(ACCOUNT + "/pix/" + id('E', 1) + "/devolucao/1"))) {
                answer.isProblem(404, "pix-not-configured");
                assertThat(answer.json().path("detail").asText()).contains("rastro.pix.secrets");
            }
            assertThat(off.pix.calls).isEmpty();
        }
    }

    @Test
    void withoutAnIspbNoReturnIsMadeAndNoMessageTaken() {
        try (TestApi without = new TestApi(PixBodies.SETTINGS + "rastro.pix.ispb = \"\"")) {
            for (Answer answer : List.of(
                    PixBodies.put(without, ACCOUNT + "/pix/" + id('E', 1) + "/devolucao/1", "{'valor':'1.00'}"),
                    PixBodies.post(without, "/v1/pix/iso20022?account=a", "<a/>"))) {
                answer.isProblem(404, "pix-not-configured");
                assertThat(answer.json().path("detail").asText()).contains("rastro.pix.ispb");
            }
            PixBodies.post(without, EVENTS, payment(1)).isOk();
        }
    }

    @Test
    void countsWhatBecameOfThem() {
        answers(new Recorded(1, 1, 0, List.of(new Recorded.Broken(1, Rule.TOO_LATE)), 7));
        try (TestApi counting = new TestApi(PixBodies.SETTINGS)) {
            counting.pix.onRecord = api.pix.onRecord;
            PixBodies.post(counting, EVENTS, "[{}," + payment(1) + "," + payment(2) + "," + payment(3) + "]");
            assertThat(counting.get("/metrics").body())
                    .contains("rastro_pix_events_total{outcome=\"accepted\"} 1.0")
                    .contains("rastro_pix_events_total{outcome=\"duplicate\"} 1.0")
                    .contains("rastro_pix_events_total{outcome=\"rejected\"} 1.0")
                    .contains("rastro_pix_events_total{outcome=\"violation\"} 1.0");
        }
    }
}
