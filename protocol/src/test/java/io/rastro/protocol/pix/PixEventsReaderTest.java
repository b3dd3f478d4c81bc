package io.rastro.protocol.pix;

import static io.rastro.protocol.pix.PixBodies.events;
import static io.rastro.protocol.pix.PixSamples.PSEUDONYMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.UnreadableBodyException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixEventsReaderTest {

    private static final String PAID = "E99999A04202611210800abcdefABCDE";
    private static final String RETURNED = "D99999A04202611210810abcdefABCDE";
    private static final Instant AT = Instant.parse("2026-11-21T08:01:02.345Z");
    private static final String CORE =
            "'endToEndId':'" + PAID + "','valor':'110.00','occurredAt':'2026-11-21T05:01:02.345-03:00'";
    private static final String RETURN = "'kind':'estorno','rtrId':'" + RETURNED + "'," + CORE;

    @Test
    void readsOneOrMany() throws UnreadableBodyException {
        String paid = "{'kind':'pagamento'," + CORE + "}";
        String received = "{" + CORE + ",'kind':'recebimento','x':[{'valor':'1.00'}],'txid':null}";

        assertThat(events(paid)).isEqualTo(new PixBatch(List.of(payment(PixKind.PAGAMENTO)), List.of()));
        assertThat(events("\uFEFF [" + paid + ',' + received + "]\n"))
                .isEqualTo(new PixBatch(List.of(payment(PixKind.PAGAMENTO), payment(PixKind.RECEBIMENTO)), List.of()));
        assertThat(events("[]")).isEqualTo(new PixBatch(List.of(), List.of()));
    }

    @Test
    void readsAllFields() throws UnreadableBodyException {
        assertThat(events("{" + RETURN + ",'txid':'abc','chave':'+5511988887777','counterparty':'123.456.789-09',"
                        + "'status':'EM_PROCESSAMENTO','natureza':'MED_FRAUDE'}"))
                .isEqualTo(new PixBatch(
                        List.of(new PixItem(
                                PixKind.ESTORNO,
                                PAID,
                                RETURNED,
                                null,
                                11_000,
                                AT.toEpochMilli(),
                                "abc",
                                PSEUDONYMS.of("+5511988887777"),
                                PSEUDONYMS.of("12345678909"),
                                "EM_PROCESSAMENTO",
                                "MED_FRAUDE",
                                Set.of())),
                        List.of()));
    }

    @Test
    void takesAReturnForDoneUnlessToldOtherwise() throws UnreadableBodyException {
        assertThat(events("{" + RETURN + ",'status':null}").items())
                .extracting(PixItem::status, PixItem::natureza)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("DEVOLVIDO", null));
    }

    @Test
    void takesMillisecondsForAnInstant() throws UnreadableBodyException {
        String millis = CORE.replace("'2026-11-21T05:01:02.345-03:00'", Long.toString(AT.toEpochMilli()));

        assertThat(events("{'kind':'pagamento'," + millis + "}").items()).containsExactly(payment(PixKind.PAGAMENTO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C1231006815", "Loja do João", "11988887777"})
    void takesAnythingForACounterparty(String text) throws UnreadableBodyException {
        assertThat(events("{'kind':'pagamento'," + CORE + ",'counterparty':'" + text + "'}")
                        .items()
                        .get(0)
                        .counterparty())
                .isEqualTo(PSEUDONYMS.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "7                                            | ''           | must be a JSON object",
                "[{}]                                         | ''           | must be a JSON object",
                "{}                                           | kind         | is required",
                "{%}                                          | kind         | is required",
                "{%,'kind':'Pagamento'}                       | kind         | must be pagamento, recebimento or estorno",
                "{%,'kind':'pagamento','kind':'recebimento'}  | kind         | appears twice",
                "{%,'kind':'pagamento','valor':'110.00'}      | valor        | appears twice",
                "{%,'kind':'pagamento','endToEndId':null}     | endToEndId   | appears twice",
                "{'kind':'pagamento'}                         | endToEndId   | is required",
                "{'kind':'estorno',%}                         | rtrId        | is required",
                "{'kind':'pagamento',%,'rtrId':'D99999A04202611210810abcdefABCDE'} | rtrId | is only of an estorno",
                "{'kind':'recebimento',%,'status':'DEVOLVIDO'} | status      | is only of an estorno",
                "{'kind':'recebimento',%,'natureza':'ORIGINAL'} | natureza   | is only of an estorno",
                "{&,'status':'Devolvido'}                     | status       | must be EM_PROCESSAMENTO, DEVOLVIDO or NAO_REALIZADO",
                "{&,'status':7}                               | status       | must be a string",
                "{&,'natureza':'MED_DE_AMANHA'}               | natureza     | must be ORIGINAL, RETIRADA, MED_OPERACIONAL, MED_FRAUDE or MED_PIX_AUTOMATICO",
                "{%,'txid':''}                                | txid         | must be 1 to 35 of [a-zA-Z0-9]",
                "{%,'chave':'12345678901'}                    | chave        | must be a CPF, CNPJ, phone, e-mail or random key as the DICT has it",
                "{%,'chave':''}                               | chave        | must be a CPF, CNPJ, phone, e-mail or random key as the DICT has it",
                "{%,'counterparty':' '}                       | counterparty | must have 1 to 77 characters",
                "{%,'counterparty':{}}                        | counterparty | must be a string",
                "{'valor':110.00}                             | valor        | must be a string",
                "{'valor':'1e3'}                              | valor        | must be 1 to 10 digits, a point and 2 digits, such as 110.00",
                "{'valor':'0.00'}                             | valor        | must be above 0.00",
                "{'endToEndId':'e99999A04202611210800abcdefABCDE'} | endToEndId | must be E, 8 of [0-9A-Z], a minute of UTC as yyyyMMddHHmm, and 11 of [a-zA-Z0-9]",
                "{'endToEndId':'E99999A04202611310800abcdefABCDE'} | endToEndId | must be E, 8 of [0-9A-Z], a minute of UTC as yyyyMMddHHmm, and 11 of [a-zA-Z0-9]",
                "{'endToEndId':'E99999A04202611210800abcdefABCD'} | endToEndId | must be E, 8 of [0-9A-Z], a minute of UTC as yyyyMMddHHmm, and 11 of [a-zA-Z0-9]",
                "{'rtrId':'D99999a04202611210800abcdefABCDE'} | rtrId        | must be D, 8 of [0-9A-Z], a minute of UTC as yyyyMMddHHmm, and 11 of [a-zA-Z0-9]",
            })
    void namesWhatIsWrongAndKeepsTheOthers(String event, String field, String reason) throws UnreadableBodyException {
        String good = "{'kind':'pagamento'," + CORE + "}";
        PixBatch batch = events("[" + good + ',' + event.replace("%", CORE).replace("&", RETURN) + ',' + good + ']');

        assertThat(batch.items()).containsExactly(payment(PixKind.PAGAMENTO), payment(PixKind.PAGAMENTO));
        assertThat(batch.rejections()).containsExactly(new PixRejection(1, field.replace("'", ""), reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"2026-11-21T19:59:59.999Z\" | ''",
                "\"2026-11-21T20:00:00Z\"     | must be less than 12 h from the minute in endToEndId",
                "\"2026-11-20T20:00:00.001Z\" | ''",
                "\"2026-11-20T20:00:00Z\"     | must be less than 12 h from the minute in endToEndId",
                "\"2026-11-22T08:15:30Z\"     | must be less than 12 h from the minute in endToEndId",
                "\"2026-11-22T08:15:30.001Z\" | is more than 24 h ahead of the server's clock",
                "\"1999-12-31T23:59:59Z\"     | is before 2000-01-01T00:00:00Z",
                "1795248062                   | is before 2000-01-01T00:00:00Z: a number means milliseconds since 1970, not seconds",
                "9223372036854775807          | is more than 24 h ahead of the server's clock",
                "-9223372036854775808         | is before 2000-01-01T00:00:00Z",
                "9223372036854775808          | must be an RFC 3339 string or a whole number of milliseconds since 1970",
                "1795248062345.0              | must be an RFC 3339 string or a whole number of milliseconds since 1970",
                "NaN                          | must be an RFC 3339 string or a whole number of milliseconds since 1970",
                "{}                           | must be an RFC 3339 string or a whole number of milliseconds since 1970",
                "\"yesterday\"                | must be an RFC 3339 instant with an offset, such as 2026-11-21T08:15:30.123Z",
                "null                         | is required",
            })
    void boundsWhenItHappened(String occurredAt, String reason) throws UnreadableBodyException {
        PixBatch batch = events(
                "{'kind':'pagamento','endToEndId':'" + PAID + "','valor':'1.00','occurredAt':" + occurredAt + "}");

        if (reason.isEmpty()) {
            assertThat(batch.items()).hasSize(1);
        } else {
            assertThat(batch.rejections()).containsExactly(new PixRejection(0, "occurredAt", reason));
        }
    }

    /** A return is often of a payment of long ago. */
    @Test
    void comparesAReturnWithTheMinuteOfItsOwnId() throws UnreadableBodyException {
        String old = RETURN.replace(PAID, "E99999A04202609010800abcdefABCDE");

        assertThat(events("{" + old + "}").items()).hasSize(1);
        assertThat(events("{" + old.replace(RETURNED, "D99999A04202611200800abcdefABCDE") + "}")
                        .rejections())
                .containsExactly(new PixRejection(0, "occurredAt", "must be less than 12 h from the minute in rtrId"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "\"\"              | the body is empty",
                "'secret'          | the body must be a JSON object, a Pix event, or an array of them",
                "null              | the body must be a JSON object, a Pix event, or an array of them",
                "{}{}              | the body goes on after its JSON value at line 1, column 3",
                "[{},{'secret':'ab | the body ends before its JSON is complete, at line 1, column 18, in or after item 1",
                "[secret           | the body is not valid JSON at line 1, column 2",
            })
    void throwsWhenNothingCanBeTaken(String body, String message) {
        assertThatThrownBy(() -> events(body))
                .isInstanceOfSatisfying(
                        UnreadableBodyException.class,
                        e -> assertThat(e.isTooLarge()).isFalse())
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void boundsWhatOneCallMayCarry() throws UnreadableBodyException {
        String most = Stream.generate(() -> "7").limit(10_000).collect(Collectors.joining(","));

        assertThat(events("[" + most + "]").rejections()).hasSize(10_000);
        assertThatThrownBy(() -> events("[" + most + ",7]"))
                .isInstanceOfSatisfying(
                        UnreadableBodyException.class,
                        e -> assertThat(e.isTooLarge()).isTrue())
                .hasMessage("the body holds more than 10000 events");
    }

    private static PixItem payment(PixKind kind) {
        return new PixItem(kind, PAID, null, null, 11_000, AT.toEpochMilli(), null, null, null, null, null, Set.of());
    }
}
