package io.rastro.protocol.pix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixAccountIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "52998224725",
                "529.982.247-25",
                "11222333000181",
                "11.222.333/0001-81",
                "12ABC34501DE35",
                "12.ABC.345/01DE-35",
                "12.abc.345/01de-35",
                "+5511912345678",
                "+55-11-91234-5678",
                "maria@example.com",
                "Maria.Exemplo@Example.com"
            })
    void refusesAKeyOrADocumentWithoutRepeatingIt(String id) {
        assertThat(PixAccountId.whyInvalid(id)).hasValue("must be an opaque id, not a key or a document");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loja-1",
                "a",
                "52998224724", // no check digits of a CPF
                "11222333000182",
                "0005-2998224725",
                "529-982-247-25", // a branch and an account may be written so, and add up
                "cliente-0000001",
                "C1231006815",
                "5511912345678",
                "+",
                "+loja",
                "@loja",
                "loja:1@sul",
                "7b1c2d3e-4f50-4a61-8b72-93a4b5c6d7e8"
            })
    void takesWhatIsOpaque(String id) {
        assertThat(PixAccountId.whyInvalid(id)).isEmpty();
    }

    /** Of ids of one length that are numbered, as many as ever: their last two digits are no check digits. */
    @Test
    void takesEveryNumberOfALowerCaseSeries() {
        for (int number = 0; number < 2_000; number++) {
            assertThat(PixAccountId.whyInvalid("cliente%07d".formatted(number))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no id", "caf\u00e9"})
    void refusesWhatNoIdMayBe(String id) {
        assertThat(PixAccountId.whyInvalid(id)).isPresent();
    }
}
