package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.paid;
import static io.rastro.sharding.pix.Items.received;
import static io.rastro.sharding.pix.Items.returned;
import static io.rastro.sharding.pix.Items.rtr;
import static io.rastro.sharding.pix.Items.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.pix.Returns.Accepted;
import io.rastro.sharding.pix.Returns.Answer;
import io.rastro.sharding.pix.Returns.Known;
import io.rastro.sharding.pix.Returns.Problem;
import io.rastro.sharding.pix.Returns.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RTR = rtr(99);
    private static final Payments STATE = told(
            received(1, 10_000), returned(1, 1, 789, Items.DONE), returned(1, 2, 9_000, Items.FAILED), paid(2, 10_000));

    /** As the Pix API's own samples have it; the file is shared by all modules. */
    static Stream<JsonNode> samples() throws IOException {
        return Files.readAllLines(Path.of("../protocol/src/test/resources/pix/devolucao.jsonl")).stream()
                .map(ReturnsTest::read);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void answersAsTheSampleSays(JsonNode sample) {
        JsonNode given = sample.get("given");
        String[] path = sample.get("path").asText().split("/", -1);
        Instant now = Instant.parse(given.get("agora").asText());
        Payment payment = payment(path[2], given);
        String valor = read(sample.get("body").asText()).get("valor").asText();
        JsonNode expected = sample.get("expected");
        Answer answer = Returns.request(payment, path[4], asked(valor, null), now.toEpochMilli(), RTR);
        if (answer instanceof Accepted accepted) {
            assertThat(expected.get("status").asInt()).isEqualTo(201);
            assertThat(accepted.item())
                    .isEqualTo(withNatureza(returned(path[2], RTR, path[4], centavos(valor), Items.ASKED, now)));
        } else {
            Problem problem = ((Refused) answer).problem();
            assertThat(problem.status()).isEqualTo(expected.get("status").asInt());
            assertThat(problem.type()).isEqualTo(expected.get("type").asText());
        }
    }

    @Test
    void thereAreSamplesOfEachAnswer() throws IOException {
        assertThat(samples().map(each -> each.get("expected").get("status").asInt()))
                .hasSizeGreaterThanOrEqualTo(4)
                .contains(201, 400);
    }

    private static ReturnRequest.Reading asked(@Nullable String valor, @Nullable String natureza) {
        ObjectNode body = JSON.createObjectNode();
        body.put("valor", valor).put("natureza", natureza);
        byte[] json = body.toString().getBytes(UTF_8);
        try {
            return ReturnRequest.read(json, 0, json.length);
        } catch (UnreadableBodyException e) {
            throw new AssertionError(e);
        }
    }

    private static Payment payment(String endToEndId, JsonNode given) {
        Instant settled = Instant.parse(given.get("liquidado_em").asText());
        long centavos = centavos(given.get("valor_original").asText());
        Payments state = told(Items.payment(PixKind.RECEBIMENTO, endToEndId, centavos, settled));
        int number = 0;
        for (JsonNode each : given.get("devolucoes_anteriores")) {
            PixItem before = returned(
                    endToEndId,
                    rtr(++number),
                    each.get("id").asText(),
                    centavos(each.get("valor").asText()),
                    each.get("status").asText(),
                    settled);
            state = state.apply(PixPlan.of(state, List.of(before)).facts(), number + 1, 0, Items.RECEIVED);
        }
        Payment payment = state.payment(endToEndId);
        assertThat(payment).isNotNull();
        return payment;
    }

    @Test
    void whatIsNotReceivedIsNotFound() {
        assertProblem(Returns.request(null, "new", asked("1.00", null), 0, RTR), Problem.NOT_FOUND);
        assertProblem(request(2, "new", "1.00", null), Problem.NOT_FOUND);
        Payments waiting = told(returned(3, 3, 100, Items.ASKED));
        assertProblem(Returns.request(waiting.payment(e2e(3)), "new", asked("1.00", null), 0, RTR), Problem.NOT_FOUND);
        assertThat(Problem.NOT_FOUND.status()).isEqualTo(404);
        assertThat(Problem.NOT_FOUND.type()).isEqualTo("https://pix.bcb.gov.br/api/v2/error/NaoEncontrado");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "110", "110.0", "-1.00", "1e3", "12345678901.00", "0.00", "1,00", "1.00 ", "+1.00", "١.٠٠"})
    void refusesWhatIsNoValor(@Nullable String valor) {
        assertThat(refused(request(1, "new", valor, null)).detail()).contains("devolucao.valor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-b", "é", "123456789012345678901234567890123456"})
    void refusesWhatIsNoId(String id) {
        assertThat(refused(request(1, id, "1.00", null)).detail())
                .contains("`id`")
                .doesNotContain("utilizado");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MED_FRAUDE", "original", ""})
    void refusesANaturezaThatAReceiverCannotAskFor(String natureza) {
        assertThat(refused(request(1, "new", "1.00", natureza)).detail()).contains("natureza");
    }

    @Test
    void takesTheWholeRestAndNotACentavoMore() {
        assertThat(request(1, "new", "92.11", "RETIRADA")).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.item().centavos()).isEqualTo(9_211);
            assertThat(accepted.item().natureza()).isEqualTo("RETIRADA");
        });
        assertThat(refused(request(1, "new", "92.12", null)).detail()).contains("excederia");
    }

    @Test
    void theSameRequestAgainIsAnsweredWithWhatThereIs() {
        assertThat(request(1, "dev1", "7.89", null)).isInstanceOfSatisfying(Known.class, known -> {
            assertThat(known.before().rtrId()).isEqualTo(rtr(1));
            assertThat(known.before().status()).isEqualTo(Items.DONE);
        });
        assertThat(request(1, "dev2", "90.00", "ORIGINAL")).isInstanceOf(Known.class);
    }

    @Test
    void anIdWithOtherContentIsRefused() {
        assertThat(refused(request(1, "dev1", "7.88", null)).detail()).contains("já utilizado");
        assertThat(refused(request(1, "dev1", "7.89", "RETIRADA")).detail()).contains("já utilizado");
    }

    @Test
    void isOpenForNinetyDaysToTheMillisecond() {
        long last = Items.at(1).plus(Duration.ofDays(90)).toEpochMilli();
        Payment payment = Items.known(STATE, 1);
        assertThat(Returns.request(payment, "new", asked("1.00", null), last, RTR))
                .isInstanceOf(Accepted.class);
        assertThat(refused(Returns.request(payment, "new", asked("1.00", null), last + 1, RTR))
                        .detail())
                .contains("90 dias");
        assertThat(Returns.request(payment, "dev1", asked("7.89", null), last + 1, RTR))
                .isInstanceOf(Known.class);
    }

    @Test
    void whatWasAcceptedIsNewAndThenKnown() {
        Accepted accepted = (Accepted) request(1, "new", "1.00", "RETIRADA");
        Decided decided = Items.decided(STATE, accepted.item());
        assertThat(decided.verdict()).isEqualTo(Verdict.NEW);
        Payments after = STATE.apply(List.of(decided), 9, 0, Items.RECEIVED);
        assertThat(Returns.request(Items.known(after, 1), "new", asked("1.00", "RETIRADA"), 1, rtr(98)))
                .isInstanceOfSatisfying(
                        Known.class, known -> assertThat(known.before().rtrId()).isEqualTo(RTR));
    }

    private static Answer request(int number, String id, @Nullable String valor, @Nullable String natureza) {
        return Returns.request(
                Items.known(STATE, number),
                id,
                asked(valor, natureza),
                Items.at(90).toEpochMilli(),
                RTR);
    }

    private static Refused refused(Answer answer) {
        assertProblem(answer, Problem.INVALID);
        return (Refused) answer;
    }

    private static void assertProblem(Answer answer, Problem problem) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    private static PixItem withNatureza(PixItem item) {
        return new PixItem(
                item.kind(),
                item.endToEndId(),
                item.rtrId(),
                item.devolucaoId(),
                item.centavos(),
                item.occurredAtMillis(),
                null,
                null,
                null,
                item.status(),
                "ORIGINAL",
                item.flags());
    }

    private static long centavos(String valor) {
        return Long.parseLong(valor.replace(".", ""));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
