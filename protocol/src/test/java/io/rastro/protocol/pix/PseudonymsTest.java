package io.rastro.protocol.pix;

import static io.rastro.protocol.pix.PixSamples.PSEUDONYMS;
import static io.rastro.protocol.pix.PixSamples.secret;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.pix.Pseudonyms.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {

    @Test
    void isHmacSha256() {
        byte[] key = new byte[131]; // RFC 4231, test case 6
        Arrays.fill(key, (byte) 0xaa);
        String expected = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54";

        Party party = new Pseudonyms(List.of(new Secret("rfc", key)))
                .of("Test Using Larger Than Block-Size Key - Hash Key First");

        assertThat(party.pseudonym())
                .isEqualTo("rfc."
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(HexFormat.of().parseHex(expected)));
        assertThat(party.masked()).isEqualTo("***");
    }

    @ParameterizedTest
    @CsvSource({
        "12345678909, 123.456.789-09",
        "12345678909, ' 123456789-09 '",
        "12345678901, 123.456.789-01", // wrong, and still one number
        "12345678000195, 12.345.678/0001-95",
        "12ABC34501DE35, 12.abc.345/01de-35",
        "joao.silva@example.com, Joao.Silva@Example.COM",
        "+5511988887777, +55 (11) 98888-7777",
        "40a0932d-1918-4eee-845d-35a2da1690dc, 40A0932D-1918-4EEE-845D-35A2DA1690DC",
    })
    void isTheSameForTheSameToldInTwoWays(String one, String other) {
        assertThat(PSEUDONYMS.of(other)).isEqualTo(PSEUDONYMS.of(one));
        assertThat(PSEUDONYMS.all(other)).isEqualTo(PSEUDONYMS.all(one));
    }

    @ParameterizedTest
    @CsvSource({"C123, c123", "C123, C-123", "12345678909, 12345678908", "11988887777, +5511988887777"})
    void tellsOthersApart(String one, String other) {
        assertThat(PSEUDONYMS.of(other).pseudonym())
                .isNotEqualTo(PSEUDONYMS.of(one).pseudonym());
    }

    @ParameterizedTest
    @CsvSource({
        "12345678909, ***.456.789-**",
        "123.456.789-09, ***.456.789-**",
        "12345678000195, **.***.678/****-**",
        "12ABC34501DE35, **.***.345/****-**",
        "+5511988887777, ***7777",
        "+12345, ***45",
        "+12, ***2",
        "joao.silva@example.com, j***@***.com",
        "a@b.co, ***@***",
        "ab@c, ***@***",
        "ab@example.com.br, a***@***.br",
        "40a0932d-1918-4eee-845d-35a2da1690dc, ***90dc",
        "12345678901, ***",
        "Ana Exemplo, ***",
        "ana exemplo@banco, ***",
    })
    void masksByKind(String text, String masked) {
        assertThat(PSEUDONYMS.of(text).masked()).isEqualTo(masked);
    }

    /** Of what is shown the punctuation of the mask tells nothing, but that of an e-mail is counted with it. */
    @Property
    void showsAThirdAtMost(@ForAll("keys") String key) {
        String masked = PSEUDONYMS.of(key).masked();
        long shown = masked.chars()
                .filter(c -> Character.isLetterOrDigit(c) || (key.indexOf('@') >= 0 && c != '*'))
                .count();

        assertThat(shown * 3).isLessThanOrEqualTo(key.length());
        assertThat(shown).isPositive();
        if (key.indexOf('@') >= 0) {
            assertThat(masked).doesNotContain(key.substring(0, key.indexOf('@') + 1));
        }
    }

    @Provide
    Arbitrary<String> keys() {
        Arbitrary<String> label =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
        Arbitrary<String> phone =
                Arbitraries.longs().between(10, 999_999_999_999_999L).map(number -> "+" + number);
        Arbitrary<String> email = label.flatMap(local -> label.flatMap(
                domain -> Arbitraries.of("", ".com", ".com.br", ".museum").map(end -> local + '@' + domain + end)));
        Arbitrary<String> evp = Arbitraries.longs().map(bits -> new UUID(bits, ~bits).toString());
        return Arbitraries.oneOf(phone, email, evp, new PixKeyTest().cnpjs());
    }

    @Test
    void writesWithTheFirstSecretAndLooksUpWithAll() {
        var before = new Pseudonyms(List.of(secret("k1", 1)));
        var after = new Pseudonyms(List.of(secret("k2", 2), secret("k1", 1)));
        String old = before.of("12345678909").pseudonym();

        assertThat(old).startsWith("k1.").hasSize(3 + 43);
        assertThat(after.of("12345678909").pseudonym()).startsWith("k2.").isNotEqualTo("k2." + old.substring(3));
        assertThat(after.all("123.456.789-09"))
                .containsExactly(after.of("12345678909").pseudonym(), old);
    }

    @Test
    void isOneInManyThreads() {
        List<String> one = IntStream.range(0, 2000)
                .mapToObj(i -> PSEUDONYMS.of("C" + i).pseudonym())
                .toList();

        assertThat(IntStream.range(0, 2000)
                        .parallel()
                        .mapToObj(i -> PSEUDONYMS.of("C" + i).pseudonym())
                        .toList())
                .isEqualTo(one);
        assertThat(one).doesNotHaveDuplicates();
    }

    @Test
    void copiesTheKey() {
        byte[] key = new byte[32];
        var secret = new Secret("k", key);
        String before = new Pseudonyms(List.of(secret)).of("x").pseudonym();
        Arrays.fill(key, (byte) 9);

        assertThat(new Pseudonyms(List.of(secret)).of("x").pseudonym()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void refusesNobody(String blank) {
        assertThatThrownBy(() -> PSEUDONYMS.of(blank)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PSEUDONYMS.all(blank)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTextOfAnyLength() {
        assertThat(PSEUDONYMS.of("-".repeat(1_000_000)).masked()).isEqualTo("***");
        assertThat(PSEUDONYMS.of("a".repeat(1_000_000) + "@b.c").masked()).isEqualTo("***");
        assertThat(PSEUDONYMS.of("-/.").pseudonym()).isNotEmpty();
    }

    @Test
    void refusesSecretsThatAreNone() {
        byte[] key = new byte[32];
        for (String id : List.of("", "a.b", "a b", "ä", "x".repeat(17))) {
            assertThatThrownBy(() -> new Secret(id, key)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Secret("k", new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pseudonyms(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pseudonyms(List.of(secret("k", 1), secret("k", 2))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pseudonyms(
                        IntStream.range(0, 9).mapToObj(i -> secret("k" + i, i)).toList()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoSecret() {
        var pseudonyms = new Pseudonyms(List.of(new Secret("k1", "0123456789abcdef0123456789abcdef".getBytes(UTF_8))));

        assertThat(pseudonyms).hasToString("Pseudonyms[Secret[k1]]");
    }
}
