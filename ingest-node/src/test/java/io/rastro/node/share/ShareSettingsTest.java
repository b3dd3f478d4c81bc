package io.rastro.node.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.rastro.node.start.Configuration;
import io.rastro.node.start.NodeSettings;
import io.rastro.node.start.StartFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareSettingsTest {

    private static final String ONE = "0123456789abcdef0123456789abcdef";
    private static final String TWO = "fedcba9876543210fedcba9876543210";

    private static ShareSettings settings(String hocon) {
        return ShareSettings.from(Configuration.over(ConfigFactory.parseString(hocon)));
    }

    @Test
    void aNewInstallationHasNoLinks() {
        assertThat(settings(""))
                .isEqualTo(new ShareSettings(java.util.List.of(), "", Duration.ofDays(1), Duration.ofDays(7)));
    }

    /** A Secret's file ends with a line feed as often as not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"" + ONE + "\", \"" + TWO + "\"]",
                "\"" + ONE + ", " + TWO + "\\n\"",
                "\"" + ONE + "," + TWO + ",\""
            })
    void takesAListOrSecretsWithCommasBetweenThem(String secrets) {
        assertThat(settings("rastro.share.secrets = " + secrets).secrets()).containsExactly(ONE, TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "[]", "[\"\"]", "\",\""})
    void anEmptySecretIsNone(String secrets) {
        assertThat(settings("rastro.share.secrets = " + secrets).secrets()).isEmpty();
    }

    /** As the environment gives them. */
    @Test
    void variablesOfTheEnvironmentWinOverWhatIsPackaged() {
        Config environment = ConfigFactory.parseMap(
                Map.of("RASTRO_SHARE_SECRETS", ONE + "," + TWO, "RASTRO_SHARE_BASE_URL", "https://rastro.example"));

        ShareSettings settings = ShareSettings.from(Configuration.over(environment));

        assertThat(settings.secrets()).containsExactly(ONE, TWO);
        assertThat(settings.baseUrl()).isEqualTo("https://rastro.example");
    }

    @ParameterizedTest
    @CsvSource({
        "https://rastro.example,https://rastro.example",
        "https://rastro.example/,https://rastro.example",
        "http://10.0.0.1:8080,http://10.0.0.1:8080",
        "http://[::1]:8080,http://[::1]:8080"
    })
    void takesABaseUrl(String text, String taken) {
        assertThat(settings("rastro.share.base-url = \"" + text + "\"").baseUrl())
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base-url = \"rastro.example\"",
                "base-url = \"ftp://rastro.example\"",
                "base-url = \"javascript:alert(1)\"",
                "base-url = \"https://\"",
                "base-url = \"https://user:word@rastro.example\"",
                "base-url = \"https://rastro.example/orders\"",
                "base-url = \"https://rastro.example?a=b\"",
                "base-url = \"https://rastro.example#a\"",
                "base-url = \"https://rastro example\"",
                "default-time-to-live = 59 s",
                "default-time-to-live = 8 d",
                "max-time-to-live = 91 d",
                "max-time-to-live = 1 h",
                "secret = x"
            })
    void oneSentenceSaysWhatIsWrong(String setting) {
        assertThatThrownBy(() ->
                        NodeSettings.from(Configuration.over(ConfigFactory.parseString("rastro.share." + setting))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("rastro.share.")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"geheim-geheim-geheim-geheim-geh\"",
                "\"" + ONE + ",geheim\"",
                "[\"" + ONE + "\", \"geheim\"]",
                "[[\"geheim\"]]",
                "{ geheim = geheim }"
            })
    void whatIsWrongIsSaidWithoutTheSecret(String secrets) {
        assertThatThrownBy(() -> NodeSettings.from(
                        Configuration.over(ConfigFactory.parseString("rastro.share.secrets = " + secrets))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("rastro.share.secrets")
                .hasMessageNotContaining(ONE)
                .hasMessageNotContaining("geheim-geheim");
    }

    @Test
    void thereAreAtMostEight() {
        assertThatThrownBy(() -> settings("rastro.share.secrets = \"" + (ONE + ",").repeat(9) + "\""))
                .hasMessage("setting rastro.share.secrets may hold at most 8");
    }

    @Test
    void secretsAreNeverPrinted() {
        NodeSettings all = NodeSettings.from(
                Configuration.over(ConfigFactory.parseString("rastro.share.secrets = \"" + ONE + "\"")));

        assertThat(all.share().secrets()).containsExactly(ONE);
        assertThat(all.toString()).contains("ShareSettings").doesNotContain(ONE);
    }
}
