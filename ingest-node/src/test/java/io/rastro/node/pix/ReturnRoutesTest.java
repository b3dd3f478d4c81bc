package io.rastro.node.pix;

import static io.rastro.node.pix.PixBodies.ACCOUNT;
import static io.rastro.node.pix.PixBodies.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.TestPix;
import io.rastro.node.journal.Away;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.pix.EndToEndId;
import io.rastro.protocol.pix.Natureza;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.Original;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Violation;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.NotMade;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import io.rastro.sharding.pix.Returns;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Returns as the Pix API 2.9.0 has them, over real HTTP. */
class ReturnRoutesTest {

    private static final String E1 = "E12345678202009091221abcdef12345";
    private static final String D1 = "D12345678202009091000abcde123456";
    private static final String PAYMENT = ACCOUNT + "/pix/" + E1;
    private static final String DEVOLUCAO = PAYMENT + "/devolucao/123456";
    private static final String ERROR = "https://pix.bcb.gov.br/api/v2/error/";
    private static final long AT = Instant.parse("2020-09-10T13:03:33.902Z").toEpochMilli();

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
        api.pix.onReturn = asked -> CompletableFuture.completedStage(new Made(
                made(asked.rtrId(), asked.devolucaoId(), "EM_PROCESSAMENTO", asked.receivedAtMillis()), false));
    }

    private static Return made(String rtrId, @Nullable String id, String status, long at) {
        return new Return(rtrId, id, 789, status, at + 2_000, at, "ORIGINAL", 4, 0);
    }

    private static void known(@Nullable KnownPayment payment) {
        api.pix.onPayment = endToEndId -> CompletableFuture.completedStage(new PaymentKnown(payment));
    }

    private static Answer put(String body) {
        return PixBodies.put(api, DEVOLUCAO, body);
    }

    private static void isPixProblem(Answer answer, int status, String name) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo(ERROR + name);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("title").asText()).isNotEmpty();
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
    }

    @Test
    void asksForAReturnUnderAnIdOfThisParticipantAndOfThisMinute() {
        long before = System.currentTimeMillis();
        Answer answer = put("{'valor':'7.89'}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        TestPix.Return asked = api.pix.returns.get(0);
        assertThat(asked.accountId()).isEqualTo("a-17");
        assertThat(asked.endToEndId()).isEqualTo(E1);
        assertThat(asked.devolucaoId()).isEqualTo("123456");
        assertThat(asked.reading())
                .isEqualTo(new ReturnRequest.Reading.Asked(new ReturnRequest(789, Natureza.ORIGINAL)));
        assertThat(asked.rtrId()).startsWith("D99999A04").matches(EndToEndId::isRtrId);
        assertThat(asked.receivedAtMillis()).isBetween(before, System.currentTimeMillis());
        assertThat(EndToEndId.minute(asked.rtrId())).hasValue(asked.receivedAtMillis() / 60_000 * 60_000);
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"123456\",\"rtrId\":\"" + asked.rtrId() + "\",\"valor\":\"7.89\","
                        + "\"natureza\":\"ORIGINAL\",\"horario\":{\"solicitacao\":\""
                        + Rfc3339.format(asked.receivedAtMillis())
                        + "\"},\"status\":\"EM_PROCESSAMENTO\"}");

        put("{'valor':'7.89'}");
        assertThat(api.pix.returns.get(1).rtrId()).isNotEqualTo(asked.rtrId());
    }

    @Test
    void theSameAgainIsAnsweredWithWhatWasMade() {
        api.pix.onReturn =
                asked -> CompletableFuture.completedStage(new Made(made(D1, "123456", "DEVOLVIDO", AT), true));

        Answer again = put("{'valor':'7.89'}");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body())
                .isEqualTo("{\"id\":\"123456\",\"rtrId\":\"" + D1 + "\",\"valor\":\"7.89\",\"natureza\":\"ORIGINAL\","
                        + "\"horario\":{\"solicitacao\":\"2020-09-10T13:03:33.902Z\","
                        + "\"liquidacao\":\"2020-09-10T13:03:35.902Z\"},\"status\":\"DEVOLVIDO\"}");
    }

    @Test
    void refusesInTheWordsOfThePixApi() {
        api.pix.onReturn = asked -> CompletableFuture.completedStage(
                new NotMade(Returns.Problem.INVALID, "excederia o valor do Pix originário."));
        Answer answer = put("{'valor':'92.12'}");
        isPixProblem(answer, 400, "PixDevolucaoInvalida");
        assertThat(answer.json().path("detail").asText()).isEqualTo("excederia o valor do Pix originário.");
        assertThat(answer.json().path("title").asText()).isEqualTo("Devolução inválida.");

        api.pix.onReturn = asked -> CompletableFuture.completedStage(new NotMade(Returns.Problem.NOT_FOUND, "Não há."));
        isPixProblem(put("{'valor':'92.12'}"), 404, "NaoEncontrado");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{'valor':", "12345678909", "{}{}"})
    void aBodyThatIsNoObjectIsAnInvalidReturn(String body) {
        Answer answer = put(body);

        isPixProblem(answer, 400, "PixDevolucaoInvalida");
        assertThat(answer.body()).doesNotContain(PLANTED);
        assertThat(api.pix.returns).isEmpty();
    }

    /** Whether there is such a payment is said before what is wrong with the body. */
    @Test
    void whatIsWrongWithAFieldIsTheAccountsToSay() {
        put("{'valor':'7.9'}");

        assertThat(api.pix.returns.get(0).reading())
                .isInstanceOfSatisfying(
                        ReturnRequest.Reading.Refused.class,
                        refused -> assertThat(refused.field()).isEqualTo("valor"));
    }

    @Test
    void sayThatItCannotJustNowInTheWordsOfThePixApi() {
        api.pix.onReturn = asked -> TestPix.busy();
        api.pix.onPayment = asked -> TestPix.busy();
        for (Answer answer : List.of(put("{'valor':'7.89'}"), api.get(DEVOLUCAO), api.get(PAYMENT))) {
            isPixProblem(answer, 503, "ServicoIndisponivel");
            assertThat(answer.headers()).containsKey("retry-after");
        }
        api.pix.onReturn = asked -> CompletableFuture.failedStage(new TimeoutException());
        isPixProblem(put("{'valor':'7.89'}"), 503, "ServicoIndisponivel");

        try (TestApi away = new TestApi(PixBodies.SETTINGS)) {
            Away.goes(away.health);
            isPixProblem(PixBodies.put(away, DEVOLUCAO, "{'valor':'7.89'}"), 503, "ServicoIndisponivel");
            isPixProblem(away.get(DEVOLUCAO), 503, "ServicoIndisponivel");
            assertThat(away.pix.returns).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e12345678202009091221abcdef12345",
                "E1234567820200909122",
                "12345678909",
                "D12345678202009091221abcdef12345"
            })
    void whatCannotBeAPaymentIsNotFoundAndNotAskedFor(String e2eid) {
        api.pix.onPayment = asked -> {
            throw new AssertionError("asked");
        };
        isPixProblem(
                PixBodies.put(api, ACCOUNT + "/pix/" + e2eid + "/devolucao/1", "{'valor':'1.00'}"),
                404,
                "NaoEncontrado");
        isPixProblem(api.get(ACCOUNT + "/pix/" + e2eid), 404, "NaoEncontrado");
        isPixProblem(api.get(ACCOUNT + "/pix/" + e2eid + "/devolucao/1"), 404, "NaoEncontrado");
        assertThat(api.pix.returns).isEmpty();
    }

    @Test
    void showsAReturnByTheIdOfWhoAskedForIt() {
        known(new KnownPayment(
                E1,
                new Original(PixKind.RECEBIMENTO, 10_000, AT, 3),
                List.of(
                        made("D12345678202009091000abcde000000", null, "DEVOLVIDO", AT),
                        made(D1, "123456", "NOVO", AT)),
                List.of(),
                4));

        assertThat(api.get(DEVOLUCAO).isOk().body())
                .isEqualTo("{\"id\":\"123456\",\"rtrId\":\"" + D1 + "\",\"valor\":\"7.89\",\"natureza\":\"ORIGINAL\","
                        + "\"horario\":{\"solicitacao\":\"2020-09-10T13:03:33.902Z\"},\"status\":\"NOVO\"}");
        isPixProblem(api.get(PAYMENT + "/devolucao/other"), 404, "NaoEncontrado");
        known(null);
        isPixProblem(api.get(DEVOLUCAO), 404, "NaoEncontrado");
        isPixProblem(api.get(PAYMENT), 404, "NaoEncontrado");
    }

    @Test
    void showsWhatIsKnownOfAPayment() {
        known(new KnownPayment(
                E1,
                new Original(PixKind.RECEBIMENTO, 10_000, AT, 3),
                List.of(made(D1, null, "EM_PROCESSAMENTO", AT)),
                List.of(
                        new Violation("above-original", PixKind.ESTORNO, D1, "9", 20_000, "DEVOLVIDO"),
                        new Violation("id-reused", PixKind.PAGAMENTO, E1, null, 1, null)),
                4));

        assertThat(api.get(PAYMENT).isOk().body())
                .isEqualTo("{\"endToEndId\":\"" + E1 + "\",\"kind\":\"recebimento\",\"valor\":\"100.00\","
                        + "\"horario\":\"2020-09-10T13:03:33.902Z\",\"devolucoes\":[{\"rtrId\":\"" + D1
                        + "\",\"valor\":\"7.89\",\"natureza\":\"ORIGINAL\",\"horario\":{\"solicitacao\":"
                        + "\"2020-09-10T13:03:33.902Z\"},\"status\":\"EM_PROCESSAMENTO\"}],\"violations\":["
                        + "{\"rule\":\"above-original\",\"kind\":\"estorno\",\"rtrId\":\"" + D1
                        + "\",\"id\":\"9\",\"valor\":\"200.00\",\"status\":\"DEVOLVIDO\"},"
                        + "{\"rule\":\"id-reused\",\"kind\":\"pagamento\",\"endToEndId\":\"" + E1
                        + "\",\"valor\":\"0.01\"}],\"seqNr\":4}");
        known(new KnownPayment(E1, null, List.of(made(D1, "1", "DEVOLVIDO", AT)), List.of(), 4));
        assertThat(api.get(PAYMENT).isOk().json().has("valor")).isFalse();
    }
}
