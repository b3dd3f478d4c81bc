package io.rastro.node.pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.rastro.node.start.Configuration;
import io.rastro.protocol.pix.Pseudonyms;
import io.rastro.sharding.pix.signal.SignalSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixHttpSettingsTest {

    private static final String ONE = "0123456789abcdef0123456789abcdef";
    private static final String TWO = "fedcba9876543210fedcba9876543210";

    private static final SignalSettings LIMITS =
            SignalSettings.from(Configuration.packaged().getConfig("rastro.pix.signals"));

    private static PixHttpSettings settings(String secrets) {
        return PixHttpSettings.from(Configuration.over(
                ConfigFactory.parseMap(Map.of("rastro.pix.secrets", secrets, "rastro.pix.ispb", "99999A04"))));
    }

    @Test
    void aNewInstallationHasNone() {
        assertThat(PixHttpSettings.from(Configuration.packaged()))
                .isEqualTo(new PixHttpSettings("", List.of(), LIMITS));
    }

    @Test
    void takesAListOrTextsWithCommasAndTheFirstMakesPseudonyms() {
        PixHttpSettings listed = PixHttpSettings.from(Configuration.over(
                ConfigFactory.parseString("rastro.pix.secrets = [\"b:" + TWO + "\", \"a:" + ONE + "\"]")));
        PixHttpSettings text = settings("b:" + TWO + ", a:" + ONE + "\n");

        assertThat(listed.secrets()).extracting(Pseudonyms.Secret::id).containsExactly("b", "a");
        assertThat(text.pseudonyms().all("12345678909"))
                .isEqualTo(listed.pseudonyms().all("12345678909"))
                .element(0)
                .isEqualTo(text.pseudonyms().of("12345678909").pseudonym());
        assertThat(text.pseudonyms().of("12345678909").pseudonym()).startsWith("b.");
    }

    /** As the environment gives them. */
    @Test
    void variablesOfTheEnvironmentWinOverWhatIsPackaged() {
        PixHttpSettings settings = PixHttpSettings.from(Configuration.over(
                ConfigFactory.parseMap(Map.of("RASTRO_PIX_SECRETS", "a:" + ONE, "RASTRO_PIX_ISPB", "00000000"))));

        assertThat(settings.secrets()).hasSize(1);
        assertThat(settings.ispb()).isEqualTo("00000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ONE,
                ":" + ONE,
                "a:" + "0123456789abcdef0123456789abcde",
                "a b:" + ONE,
                "12345678901234567:" + ONE,
                "a:" + ONE + ",a:" + TWO,
                "a:" + ONE + ",short"
            })
    void saysWhatIsWrongWithASecretAndDoesNotRepeatIt(String secrets) {
        assertThatThrownBy(() -> settings(secrets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("setting rastro.pix.secrets")
                .message()
                .doesNotContain("0123456789abcdef", TWO, "short");
        assertThat(settings("a:" + ONE).toString()).doesNotContain(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999A04", "99999a04", "99999A045", "9999 A04"})
    void anIspbHasEightCharacters(String ispb) {
        assertThatThrownBy(() -> new PixHttpSettings(ispb, List.of(), LIMITS)).hasMessageContaining("rastro.pix.ispb");
    }

    @Test
    void nineAreTooMany() {
        StringBuilder nine = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            nine.append(i).append(':').append(ONE).append(',');
        }
        assertThatThrownBy(() -> settings(nine.toString())).hasMessageContaining("at most 8");
    }
}
