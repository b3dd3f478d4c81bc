package io.rastro.protocol.pix;

import static io.rastro.protocol.pix.PixBodies.webhook;
import static io.rastro.protocol.pix.PixSamples.PSEUDONYMS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {

    private static final String PAID = "E87654321202009091221dfghi123456";
    private static final String RETURNED = "D87654321202009091500abcdf098765";
    private static final Instant AT = Instant.parse("2020-09-09T20:15:00.358Z");
    private static final String CORE =
            "'endToEndId':'" + PAID + "','valor':'110.00','horario':'2020-09-09T20:15:00.358Z'";
    private static final String RETURN = "{'id':'1','rtrId':'" + RETURNED
            + "','valor':'10.00','horario':{'solicitacao':'2020-09-09T20:15:00Z'},'status':'DEVOLVIDO'}";

    /** What a sample says of an event. */
    private record Expected(
            PixKind kind,
            String id,
            long centavos,
            Instant at,
            @Nullable String txid,
            @Nullable String original,
            @Nullable String devolucaoId,
            @Nullable String status) {

        static Expected of(JsonNode event) {
            return new Expected(
                    event.get("kind").textValue().equals("receipt") ? PixKind.RECEBIMENTO : PixKind.ESTORNO,
                    event.get("id").textValue(),
                    event.get("centavos").longValue(),
                    Instant.parse(event.get("timestamp").textValue()),
                    event.path("txid").textValue(),
                    event.path("original").textValue(),
                    event.path("devolucao_id").textValue(),
                    event.path("status").textValue());
        }

        static Expected of(PixItem item) {
            return new Expected(
                    item.kind(),
                    item.id(),
                    item.centavos(),
                    item.occurredAt(),
                    item.txid(),
                    item.rtrId() == null ? null : item.endToEndId(),
                    item.devolucaoId(),
                    item.status());
        }
    }

    static List<JsonNode> samples() throws IOException {
        return PixSamples.lines("webhook.jsonl");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsTheSamples(JsonNode sample) throws IOException, UnreadableBodyException {
        PixBatch batch = webhook(sample.get("body").textValue().getBytes(UTF_8));

        assertThat(batch.items()).map(Expected::of).isEqualTo(expected(sample));
        if (sample.at("/expected/accept").booleanValue()) {
            assertThat(batch.rejections()).isEmpty();
        } else {
            String reason = sample.at("/expected/reason").textValue();
            assertThat(batch.rejections())
                    .singleElement()
                    .satisfies(rejection -> assertThat(reason).startsWith(rejection.field() + ' '))
                    .satisfies(rejection -> assertThat(rejection.index()).isZero());
        }
    }

    /** What is sent again reads as it did at first: to know it again is for who has the first. */
    private static List<Expected> expected(JsonNode sample) throws IOException {
        String first =
                sample.at("/expected/duplicate_of").asText(sample.get("name").textValue());
        return samples().stream()
                .filter(one -> one.get("name").textValue().equals(first))
                .flatMap(one -> StreamSupport.stream(one.at("/expected/events").spliterator(), false))
                .map(Expected::of)
                .toList();
    }

    @Test
    void keepsWhatIsKnownOfThePeopleAsPseudonymsAlone() throws UnreadableBodyException {
        PixItem item = only("{'pix':[{" + CORE + ",'chave':'joao.silva@example.com','infoPagador':'Ana 12345678909',"
                + "'pagador':{'nome':'Ana','cpf':'123.456.789-09','x':[{}]}}]}");

        assertThat(item.chave()).isEqualTo(PSEUDONYMS.of("joao.silva@example.com"));
        assertThat(item.counterparty()).isEqualTo(PSEUDONYMS.of("12345678909"));
        assertThat(item.toString()).doesNotContain("joao", "Ana", "12345678909", "123.456", "example");
        assertThat(only("{'pix':[{'pagador':{'cnpj':'12345678000195'}," + CORE + "}]}")
                        .counterparty())
                .isEqualTo(PSEUDONYMS.of("12.345.678/0001-95"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x'", "7", "[{'cpf':'12345678909'}]", "{}", "{'cpf':12345678909}", "{'cpf':' '}", "null"})
    void isNotBrokenByAPagadorThatIsOtherwise(String pagador) throws UnreadableBodyException {
        assertThat(only("{'pix':[{'pagador':" + pagador + ',' + CORE + "}]}").counterparty())
                .isNull();
    }

    @Test
    void skipsWhatItDoesNotKnowAtAnyDepth() throws UnreadableBodyException {
        String deep = "'x':{'pix':[[{'valor':'1.00'}],{'endToEndId':[1,2]}],'y':null},'z':[[]]";

        assertThat(webhook("\uFEFF{" + deep + ",'pix':[{" + deep + "," + CORE + ",'devolucoes':[{" + deep + ','
                        + RETURN.substring(1, RETURN.length() - 1).replace("{'sol", "{" + deep + ",'sol") + "}]}],"
                        + deep
                        + "}"))
                .isEqualTo(webhook("{'pix':[{" + CORE + ",'devolucoes':[" + RETURN + "]}]}"))
                .satisfies(batch -> assertThat(batch.items()).hasSize(2));
    }

    @Test
    void takesNullAndEmptyForAbsent() throws UnreadableBodyException {
        PixBatch bare = webhook("{'pix':[{" + CORE + "}]}");

        assertThat(webhook("{'evento':null,'pix':[{" + CORE
                        + ",'txid':null,'chave':null,'devolucoes':null,'componentesValor':null,'pagador':null}]}"))
                .isEqualTo(bare);
        assertThat(webhook("{'pix':[{" + CORE + ",'txid':'','chave':' ','devolucoes':[]}]}"))
                .isEqualTo(bare);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "{'original':{'valor':'110.00'}}                                                   | true",
                "{'original':{'valor':'10.00'},'saque':{'valor':'100.00','x':1}}                   | true",
                "{'troco':{'valor':'100.00'},'original':{'valor':'10.00'},'saque':null}            | true",
                "{'original':{'valor':'100.00'},'multa':{'valor':'11.00'},'juros':{'valor':'2.00'},'abatimento':{'valor':'1.00'},'desconto':{'valor':'2.00'}} | true",
                "{'original':{'valor':'110.00'},'outro':{'valor':'7.00'}}                          | true",
                "{'original':{'valor':'110.01'}}                                                   | false",
                "{'original':{'valor':'110.00'},'multa':{'valor':'0.01'}}                          | false",
                "{'original':{'valor':'110.00'},'desconto':{'valor':'0.01'}}                       | false",
                "{'original':{'valor':'10.00'},'saque':{'valor':'50.00'},'troco':{'valor':'50.00'}} | false",
                "{'original':{'valor':'110.00'},'saque':{'valor':'0.00'},'troco':{'valor':'0.00'}} | false",
                "{'original':{'valor':'55.00'},'original':{'valor':'55.00'}}                       | false",
                "{'original':{'valor':'1.00','valor':'110.00'}}                                    | false",
                "{'original':{'valor':110.00}}                                                     | false",
                "{'original':{'valor':['110.00']}}                                                 | false",
                "{'original':{'valor':'110'}}                                                      | false",
                "{'original':{'valor':'110.00'},'multa':{}}                                        | false",
                "{'original':'110.00'}                                                             | false",
                "{'original':['110.00']}                                                           | false",
                "{}                                                                                | false",
                "[]                                                                                | false",
                "'110.00'                                                                          | false",
            })
    void flagsPartsThatDoNotComeToTheValor(String parts, boolean right) throws UnreadableBodyException {
        Set<PixItem.Flag> flags = right ? Set.of() : Set.of(PixItem.Flag.COMPONENTS);

        assertThat(only("{'pix':[{'componentesValor':" + parts + ',' + CORE + "}]}")
                        .flags())
                .isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource({
        PAID + ", 2020-09-10T00:20:59.999Z, true",
        PAID + ", 2020-09-10T00:21:00Z, false",
        PAID + ", 2020-09-09T00:21:00.001Z, true",
        PAID + ", 2020-09-09T00:21:00Z, false",
        PAID + ", 2020-09-09T21:21:00-03:00, false",
        "E87654321209909091221dfghi123456, 2020-09-09T12:21:00Z, false",
        "E87654321202013091221dfghi123456, 2020-09-09T12:21:00Z, false",
        "Eabcdefghijklmnopqrstuvwxyz01234, 2020-09-09T12:21:00Z, false",
    })
    void flagsWhatIsFarFromTheMinuteInItsId(String id, String horario, boolean near) throws UnreadableBodyException {
        PixItem item = only("{'pix':[{'endToEndId':'" + id + "','valor':'1.00','horario':'" + horario + "'}]}");

        assertThat(item.flags()).isEqualTo(near ? Set.of() : Set.of(PixItem.Flag.ID_MINUTE));
        assertThat(item.occurredAt())
                .isEqualTo(java.time.OffsetDateTime.parse(horario).toInstant());
    }

    @Test
    void readsAReturnWithAllThatIsToldOfIt() throws UnreadableBodyException {
        String told = RETURN.replace("'}", "','natureza':'MED_DE_AMANHA_2'}")
                .replace("{'sol", "{'liquidacao':'2020-09-09T17:00:00.5-03:00','sol")
                .replace("DEVOLVIDO", "X_1");

        assertThat(webhook("{'pix':[{'devolucoes':[" + told + "]," + CORE + "}]}"))
                .isEqualTo(new PixBatch(
                        List.of(
                                payment(),
                                new PixItem(
                                        PixKind.ESTORNO,
                                        PAID,
                                        RETURNED,
                                        "1",
                                        1000,
                                        Instant.parse("2020-09-09T20:00:00.500Z")
                                                .toEpochMilli(),
                                        Instant.parse("2020-09-09T20:15:00Z").toEpochMilli(),
                                        null,
                                        null,
                                        null,
                                        "X_1",
                                        "MED_DE_AMANHA_2",
                                        Set.of())),
                        List.of()));
    }

    @Test
    void theMinuteInTheIdOfAReturnIsThatOfItsRequest() throws UnreadableBodyException {
        String settled = RETURN.replace("{'sol", "{'liquidacao':'2020-09-20T15:00:00Z','sol");

        assertThat(webhook("{'pix':[{" + CORE + ",'devolucoes':[" + settled + "]}]}")
                        .items())
                .extracting(PixItem::flags)
                .containsExactly(Set.of(), Set.of());
    }

    @Test
    void flagsAReturnByItsOwnId() throws UnreadableBodyException {
        String late = RETURN.replace("2020-09-09T20:15:00Z", "2020-09-20T15:00:00Z");

        assertThat(webhook("{'pix':[{" + CORE + ",'devolucoes':[" + late + ','
                                + late.replace(RETURNED, "D87654321202009201500abcdf098765") + "]}]}")
                        .items())
                .extracting(PixItem::flags)
                .containsExactly(Set.of(), Set.of(PixItem.Flag.ID_MINUTE), Set.of());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "7                                    | ''                     | must be a JSON object",
                "[[]]                                 | ''                     | must be a JSON object",
                "{}                                   | endToEndId             | is required",
                "{'endToEndId':null,%}                | endToEndId             | appears twice",
                "{%,'endToEndId':'x'}                 | endToEndId             | appears twice",
                "{%,'valor':'110.00'}                 | valor                  | appears twice",
                "{%,'horario':null}                   | horario                | appears twice",
                "{%,'txid':'a','txid':'b'}            | txid                   | appears twice",
                "{%,'txid':'a-b'}                     | txid                   | must be 1 to 35 of [a-zA-Z0-9]",
                "{%,'txid':7}                         | txid                   | must be a string",
                "{%,'chave':{'valor':'1.00'}}         | chave                  | must be a string",
                "{%,'devolucoes':'x'}                 | devolucoes             | must be an array",
                "{%,'devolucoes':{'valor':'1.00'}}    | devolucoes             | must be an array",
                "{'endToEndId':7,'valor':1}           | endToEndId             | must be a string",
                "{'endToEndId':'e87654321202009091221dfghi123456'} | endToEndId | must be E and 31 of [a-zA-Z0-9]",
                "{'endToEndId':'D87654321202009091221dfghi123456'} | endToEndId | must be E and 31 of [a-zA-Z0-9]",
                "{'valor':NaN}                        | valor                  | must be a string",
                "{'valor':'0.00'}                     | valor                  | must be above 0.00",
                "{'horario':1599682500358}            | horario                | must be a string",
                "{'horario':'2020-09-09T20:15:00'}    | horario | must be an RFC 3339 instant with an offset, such as 2026-11-21T08:15:30.123Z",
            })
    void namesWhatIsWrongWithAPaymentAndKeepsTheOthers(String pix, String field, String reason)
            throws UnreadableBodyException {
        PixBatch batch = webhook("{'pix':[{" + CORE + "}," + pix.replace("%", CORE) + ",{" + CORE + "}]}");

        assertThat(batch.items()).containsExactly(payment(), payment());
        assertThat(batch.rejections()).extracting(PixRejection::index).containsExactly(1);
        assertThat(batch.rejections())
                .extracting(PixRejection::field, PixRejection::reason)
                .containsExactly(tuple(field.replace("'", ""), reason));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "7                                     | ''                  | must be a JSON object",
                "{}                                    | rtrId               | is required",
                "{%,'rtrId':'x'}                       | rtrId               | appears twice",
                "{%,'valor':null}                      | valor               | appears twice",
                "{%,'status':null}                     | status              | appears twice",
                "{%,'horario':{}}                      | horario             | appears twice",
                "{%,'natureza':'med'}                  | natureza            | must be 1 to 40 of [A-Z0-9_]",
                "{%,'natureza':''}                     | natureza            | must be 1 to 40 of [A-Z0-9_]",
                "{%,'natureza':'A2345678901234567890123456789012345678901'} | natureza | must be 1 to 40 of [A-Z0-9_]",
                "{'status':'Devolvido'}                | status              | must be 1 to 40 of [A-Z0-9_]",
                "{'id':'1-2'}                          | id                  | must be 1 to 35 of [a-zA-Z0-9]",
                "{'id':''}                             | id                  | must be 1 to 35 of [a-zA-Z0-9]",
                "{'rtrId':'E87654321202009091221dfghi123456'} | rtrId        | must be D and 31 of [a-zA-Z0-9]",
                "{'valor':'7.9'}                       | valor               | must be 1 to 10 digits, a point and 2 digits, such as 110.00",
                "{'horario':'2020-09-09T20:15:00Z'}    | horario             | must be a JSON object",
                "{'horario':{'solicitacao':7}}         | horario.solicitacao | must be a string",
                "{'horario':{'solicitacao':null,'solicitacao':null}} | horario.solicitacao | appears twice",
                "{'horario':{'liquidacao':'x'}}        | horario.liquidacao  | must be an RFC 3339 instant with an offset, such as 2026-11-21T08:15:30.123Z",
                "{'rtrId':'D87654321202009091500abcdf098765','valor':'1.00','status':'X'} | horario.solicitacao | is required",
                "{'rtrId':'D87654321202009091500abcdf098765','valor':'1.00'} | status | is required",
            })
    void namesWhatIsWrongWithAReturnAndKeepsItsPayment(String devolucao, String field, String reason)
            throws UnreadableBodyException {
        String bad = devolucao.replace("%", RETURN.substring(1, RETURN.length() - 1));
        PixBatch batch = webhook("{'pix':[{" + CORE + ",'devolucoes':[" + RETURN + ',' + bad + ',' + RETURN + "]}]}");

        assertThat(batch.items())
                .extracting(PixItem::kind)
                .containsExactly(PixKind.RECEBIMENTO, PixKind.ESTORNO, PixKind.ESTORNO);
        String name = field.equals("''") ? "" : '.' + field;
        assertThat(batch.rejections())
                .containsExactly(new PixRejection(
                        0, "devolucoes[1]" + name, reason, payment().endToEndId()));
    }

    /** Whoever mends it asks the provider by that. */
    @Test
    void namesThePaymentThatIsWrongByItsIdIfThatIsRight() throws UnreadableBodyException {
        String core = CORE.replace("110.00", "110");
        String twice = CORE + ",'endToEndId':null";

        assertThat(webhook("{'pix':[{" + core + "},{" + twice + "},{'endToEndId':'x'},7]}")
                        .rejections())
                .extracting(PixRejection::endToEndId)
                .containsExactly(payment().endToEndId(), null, null, null);
    }

    @Test
    void keepsTheReturnsOfAPaymentThatIsWrongIfItsIdIsRight() throws UnreadableBodyException {
        String returns = ",'devolucoes':[" + RETURN + ",7]";
        PixBatch batch = webhook("{'pix':[{" + CORE.replace("110.00", "110") + returns + "}]}");

        assertThat(batch.items()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(PixKind.ESTORNO);
            assertThat(item.endToEndId()).isEqualTo(PAID);
        });
        assertThat(batch.rejections()).extracting(PixRejection::field).containsExactly("valor", "devolucoes[1]");
        for (String unknown : List.of(
                CORE.replace("E8", "e8") + returns,
                CORE + returns + ",'endToEndId':'E12345678202009091221kkkkkkkkkkk'",
                CORE + returns + returns)) {
            PixBatch nothing = webhook("{'pix':[{" + unknown + "}]}");
            assertThat(nothing.items()).isEmpty();
            assertThat(nothing.rejections()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "\"\"                       | the body is empty",
                "[]                         | the body must be a JSON object with an array pix",
                "'secret'                   | the body must be a JSON object with an array pix",
                "{}                         | the body must have an array pix",
                "{'pix':null}               | the body must have an array pix",
                "{'pix':{'valor':'1.00'}}   | the body must have an array pix",
                "{'evento':1,'pix':'secret'} | the body must have an array pix",
                "{'pix':[],'pix':[]}        | the body has pix twice",
                "{'pix':[]}{}               | the body goes on after its JSON value at line 1, column 11",
                "{'pix':[{},{'secret':'ab   | the body ends before its JSON is complete, at line 1, column 25, in or after pix 1",
                "{'pix':[secret             | the body is not valid JSON at line 1, column 9",
                "{'pix':[{]}                | the body is not valid JSON at line 1, column 10, in or after pix 0",
            })
    void throwsWhenNothingCanBeTaken(String body, String message) {
        assertThatThrownBy(() -> webhook(body))
                .isInstanceOfSatisfying(
                        UnreadableBodyException.class,
                        e -> assertThat(e.isTooLarge()).isFalse())
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void boundsWhatOneCallMayCarry() throws UnreadableBodyException {
        String[] all = Stream.generate(() -> "{" + CORE + "}").limit(10_001).toArray(String[]::new);

        assertThat(webhook("{'pix':[" + String.join(",", List.of(all).subList(0, 10_000)) + "]}")
                        .items())
                .hasSize(10_000);
        assertTooLarge("{'pix':[" + String.join(",", all) + "]}", "the body holds more than 10000 pix");
        String halves = IntStream.range(0, 2)
                .mapToObj(half -> "{'devolucoes':["
                        + Stream.generate(() -> "{}").limit(5000 + half).collect(Collectors.joining(",")) + "]}")
                .collect(Collectors.joining(","));
        assertTooLarge("{'pix':[" + halves + "]}", "the body holds more than 10000 devolucoes");
    }

    private static void assertTooLarge(String body, String message) {
        assertThatThrownBy(() -> webhook(body))
                .isInstanceOfSatisfying(
                        UnreadableBodyException.class,
                        e -> assertThat(e.isTooLarge()).isTrue())
                .hasMessage(message);
    }

    private static PixItem only(String body) throws UnreadableBodyException {
        PixBatch batch = webhook(body);
        assertThat(batch.rejections()).isEmpty();
        assertThat(batch.items()).hasSize(1);
        return batch.items().get(0);
    }

    private static PixItem payment() {
        return new PixItem(
                PixKind.RECEBIMENTO,
                PAID,
                null,
                null,
                11_000,
                AT.toEpochMilli(),
                null,
                null,
                null,
                null,
                null,
                Set.of());
    }
}
