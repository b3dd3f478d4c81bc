package io.rastro.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void readsTheDefaults() {
        SinksSettings settings = SinksSettings.from(ConfigFactory.load());

        assertThat(settings.kafka().positionsTopic()).isEqualTo("courier.positions");
        assertThat(settings.lake().keyspace()).isEqualTo("rastro");
        assertThat(settings.consuming().consumer().getDuration("stop-timeout")).isZero();
    }

    @Test
    void namesTheSettingThatIsOutOfRange() {
        assertThatThrownBy(() -> SinksSettings.from(ConfigFactory.parseString("rastro.sinks.lake.zstd-level = 20")
                        .withFallback(ConfigFactory.load())))
                .hasMessage("setting zstd-level must be between 1 and 19, is 20");
    }

    /** A file is one put, of which S3 takes up to 5 GiB, and in memory as a whole. */
    @Test
    void refusesFilesTooLargeForOnePut() {
        assertThatThrownBy(() -> SinksSettings.from(ConfigFactory.parseString("rastro.sinks.lake.max-size = 6 GiB")
                        .withFallback(ConfigFactory.load())))
                .hasMessage("setting max-size must be between 65536 and 268435456, is 6442450944");
    }
}
