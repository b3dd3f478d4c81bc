package io.rastro.protocol.pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.protocol.pix.PixKey.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixKeyTest {

    static List<JsonNode> samples() throws IOException {
        return PixSamples.lines("keys.jsonl");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isAsTheSampleSays(JsonNode sample) {
        var kind = PixKey.kindOf(sample.get("chave").textValue());

        if (sample.get("valid").booleanValue()) {
            assertThat(kind).hasValue(Kind.valueOf(sample.get("tipo").textValue()));
        } else {
            assertThat(kind).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12ABC34501DE35, CNPJ", // the Receita Federal's own example
        "+551, PHONE",
        "+12, PHONE",
        "+123456789012345, PHONE",
        "a@b, EMAIL",
        "o'neil+pix@x-y.example.com.br, EMAIL",
        "00000000-0000-0000-0000-000000000000, EVP"
    })
    void takes(String chave, Kind kind) {
        assertThat(PixKey.kindOf(chave)).hasValue(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "11111111111",
                "00000000000",
                "00000000000000",
                "123.456.789-09",
                "12345678909 ",
                "١٢٣٤٥٦٧٨٩٠٩",
                "12abc34501de35",
                "12ABC34501DE3A",
                "12ABC34501DE36",
                "+0551198888777",
                "+1",
                "+1234567890123456",
                "+55 11988887777",
                "+",
                "@",
                "a@",
                "@b",
                "a@b@c",
                "a b@c.d",
                "a@-b.c",
                "a@b..c",
                "a@b.c.",
                "é@b.c",
                "40A0932D-1918-4EEE-845D-35A2DA1690DC",
                "40a0932d-1918-4eee-845d-35a2da1690dg",
                "40a0932d-1918-4eee-845d035a2da1690dc",
                "1",
                "x"
            })
    void refuses(String chave) {
        assertThat(PixKey.kindOf(chave)).isEmpty();
    }

    @Property
    void isBoundedInLength(@ForAll @IntRange(min = 1, max = 200) int length) {
        String chave = "a".repeat(length) + "@b.c";

        assertThat(PixKey.kindOf(chave).isPresent()).isEqualTo(chave.length() <= PixKey.MAX_LENGTH);
    }

    @Property
    void takesEveryCpf(@ForAll("cpfs") String cpf) {
        assertThat(PixKey.kindOf(cpf)).hasValue(Kind.CPF);
    }

    @Property
    void takesEveryCnpj(@ForAll("cnpjs") String cnpj) {
        assertThat(PixKey.kindOf(cnpj)).hasValue(Kind.CNPJ);
    }

    /** But for the remainders 0 and 1, that have the same first check digit: then another digit may have both as well. */
    @Property
    void refusesACpfWithOneDigitChanged(
            @ForAll("cpfs") String cpf,
            @ForAll @IntRange(max = 10) int place,
            @ForAll @IntRange(min = 1, max = 9) int by) {
        assumeThat(place >= 9 || cpf.charAt(9) != '0').isTrue();

        assertThat(PixKey.kindOf(changed(cpf, place, by))).isEmpty();
    }

    /** As for a CPF; of letters only those that are 11 apart have the same worth. */
    @Property
    void refusesACnpjWithOneCharacterChanged(
            @ForAll("cnpjs") String cnpj, @ForAll @IntRange(max = 13) int place, @ForAll("cnpjCharacters") char other) {
        char was = cnpj.charAt(place);
        assumeThat((was - other) % 11 != 0).isTrue();
        assumeThat(place >= 12 || cnpj.charAt(12) != '0').isTrue();

        assertThat(PixKey.kindOf(cnpj.substring(0, place) + other + cnpj.substring(place + 1)))
                .isEmpty();
    }

    @Property
    void refusesAnEvpInUpperCaseOrCutShort(@ForAll long most, @ForAll long least) {
        String evp = new UUID(most, least).toString();
        assumeThat(evp.toUpperCase(Locale.ROOT)).isNotEqualTo(evp);

        assertThat(PixKey.kindOf(evp)).hasValue(Kind.EVP);
        assertThat(PixKey.kindOf(evp.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(PixKey.kindOf(evp.substring(1))).isEmpty();
        assertThat(PixKey.kindOf(evp + "0")).isEmpty();
    }

    @Provide
    Arbitrary<String> cpfs() {
        return Arbitraries.strings()
                .numeric()
                .ofLength(9)
                .filter(base -> base.chars().distinct().count() > 1)
                .map(base -> withCpfDigit(withCpfDigit(base)));
    }

    @Provide
    Arbitrary<String> cnpjs() {
        return Arbitraries.strings()
                .withChars("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                .ofLength(12)
                .filter(base -> base.chars().distinct().count() > 1)
                .map(base -> withCnpjDigit(base, "543298765432"))
                .map(base -> withCnpjDigit(base, "6543298765432"));
    }

    @Provide
    Arbitrary<Character> cnpjCharacters() {
        return Arbitraries.chars().with("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".toCharArray());
    }

    private static String changed(String digits, int place, int by) {
        char digit = (char) ('0' + (digits.charAt(place) - '0' + by) % 10);
        return digits.substring(0, place) + digit + digits.substring(place + 1);
    }

    private static String withCpfDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (digits.length() + 1 - i);
        }
        return digits + sum * 10 % 11 % 10;
    }

    private static String withCnpjDigit(String text, String weights) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            sum += (text.charAt(i) - 48) * (weights.charAt(i) - '0');
        }
        return text + sum * 10 % 11 % 10;
    }
}
