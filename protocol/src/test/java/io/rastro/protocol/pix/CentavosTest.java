package io.rastro.protocol.pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CentavosTest {

    private static final Pattern OF_THE_API = Pattern.compile("[0-9]{1,10}\\.[0-9]{2}");

    @ParameterizedTest
    @CsvSource({
        "0.00, 0",
        "0.01, 1",
        "110.00, 11000",
        "007.89, 789",
        "0000000000.10, 10",
        "9999999999.99, 999999999999",
    })
    void parses(String text, long centavos) {
        assertThat(Centavos.parse(text)).isEqualTo(centavos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ".00",
                "1.0",
                "110",
                "110.0",
                "110.000",
                "1,10",
                "-1.00",
                "+1.00",
                "12345678901.00",
                "0x1.00",
                " 1.00",
                "1.00 ",
                "1e3",
                "1.e3",
                "1.2.3",
                "1..00",
                "١.٠٠",
                "１.００",
                "NaN",
                "1.0\u0000"
            })
    void refusesAllElse(String text) {
        assertThat(Centavos.parse(text)).isEqualTo(Centavos.INVALID);
    }

    @Property(tries = 3000)
    void agreesWithTheApisPattern(@ForAll("nearlyAmounts") String text) {
        long expected = OF_THE_API.matcher(text).matches()
                ? new BigDecimal(text).movePointRight(2).longValueExact()
                : Centavos.INVALID;

        assertThat(Centavos.parse(text)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> nearlyAmounts() {
        return Arbitraries.strings()
                .withChars("0123456789")
                .withChars("...,-e ٣")
                .ofMinLength(1)
                .ofMaxLength(15)
                .flatMap(text -> Arbitraries.of(text, text + ".00", "1." + text));
    }

    @Property
    void formatsBack(@ForAll @LongRange(max = Centavos.MAX) long centavos) {
        String text = Centavos.format(centavos);

        assertThat(text).isEqualTo(BigDecimal.valueOf(centavos, 2).toPlainString());
        assertThat(Centavos.parse(text)).isEqualTo(centavos);
    }

    @Test
    void formatsNothingElse() {
        assertThatThrownBy(() -> Centavos.format(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Centavos.format(Centavos.MAX + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
