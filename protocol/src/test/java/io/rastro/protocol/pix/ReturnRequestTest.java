package io.rastro.protocol.pix;

import static io.rastro.protocol.pix.PixBodies.asked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.pix.ReturnRequest.Reading;
import io.rastro.protocol.pix.ReturnRequest.Reading.Asked;
import io.rastro.protocol.pix.ReturnRequest.Reading.Refused;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnRequestTest {

    static List<JsonNode> samples() throws IOException {
        return PixSamples.lines("devolucao.jsonl");
    }

    /** Whether the sum is right is for who knows the payment; here only a body can be wrong. */
    @ParameterizedTest
    @MethodSource("samples")
    void readsTheSamples(JsonNode sample) throws IOException, UnreadableBodyException {
        String[] path = sample.get("path").textValue().split("/");
        Reading reading = asked(sample.get("body").textValue());

        assertThat(EndToEndId.isEndToEndId(path[2])).isTrue();
        assertThat(ReturnRequest.isId(path[4])).isTrue();
        if (sample.get("name").textValue().equals("bad_valor")) {
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.field()).isEqualTo("valor"));
        } else {
            var valor = new BigDecimal(sample.get("body").textValue().replaceAll("[^0-9.]", ""));
            assertThat(reading)
                    .isEqualTo(
                            new Asked(new ReturnRequest(valor.movePointRight(2).longValueExact(), Natureza.ORIGINAL)));
        }
    }

    @Test
    void readsAllFields() throws UnreadableBodyException {
        assertThat(asked("{'x':[{}],'natureza':'RETIRADA','descricao':'" + "ç".repeat(140) + "','valor':'0.01'}"))
                .isEqualTo(new Asked(new ReturnRequest(1, Natureza.RETIRADA)));
        assertThat(asked("{'natureza':null,'descricao':null,'valor':'1.00'}"))
                .isEqualTo(new Asked(new ReturnRequest(100, Natureza.ORIGINAL)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                        | valor     | is required",
                "{'valor':null}                            | valor     | is required",
                "{'valor':1.00}                            | valor     | must be a string",
                "{'valor':'1'}                             | valor     | must be 1 to 10 digits, a point and 2 digits, such as 110.00",
                "{'valor':'0.00'}                          | valor     | must be above 0.00",
                "{'valor':'1.00','valor':'1.00'}           | valor     | appears twice",
                "{'valor':'1.00','natureza':'MED_FRAUDE'}  | natureza  | must be ORIGINAL or RETIRADA",
                "{'valor':'1.00','natureza':'original'}    | natureza  | must be ORIGINAL or RETIRADA",
                "{'natureza':7,'valor':'x'}                | natureza  | must be a string",
                "{'valor':'1.00','descricao':{}}           | descricao | must be a string",
            })
    void refuses(String body, String field, String reason) throws UnreadableBodyException {
        assertThat(asked(body)).isEqualTo(new Refused(field, reason));
    }

    @Test
    void boundsTheDescription() throws UnreadableBodyException {
        assertThat(asked("{'valor':'1.00','descricao':'" + "x".repeat(141) + "'}"))
                .isEqualTo(new Refused("descricao", "must have at most 140 characters"));
        assertThat(asked("{'valor':'1.00','descricao':'" + "🚲".repeat(140) + "'}"))
                .isInstanceOf(Asked.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "null", "'x'", "{", "{}{}", "{'valor':'1.00'}}"})
    void throwsOnWhatIsNoObject(String body) {
        assertThatThrownBy(() -> asked(body))
                .isInstanceOf(UnreadableBodyException.class)
                .hasMessageStartingWith("the body ");
    }

    @Test
    void knowsAnId() {
        assertThat(List.of("1", "aZ09", "a".repeat(35))).allMatch(ReturnRequest::isId);
        assertThat(List.of("", "a".repeat(36), "a-b", "é", "a b", "a%20")).noneMatch(ReturnRequest::isId);
    }

    @Test
    void checksItself() {
        assertThatThrownBy(() -> new ReturnRequest(0, Natureza.ORIGINAL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReturnRequest(Centavos.MAX + 1, Natureza.ORIGINAL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReturnRequest(1, Natureza.MED_FRAUDE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
