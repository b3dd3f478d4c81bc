package io.rastro.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.pix.PixKind;
import io.rastro.sinks.kafka.TopicNames;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void readsTheDefaults() {
        SinksSettings settings = SinksSettings.from(ConfigFactory.load());

        assertThat(settings.kafka().topics()).isEqualTo(TopicNames.USUAL);
        assertThat(settings.kafka().topics().positions()).isEqualTo("courier.positions");
        assertThat(Stream.of(PixKind.values()).map(settings.kafka().topics()::of))
                .containsExactly("pix.pagamentos", "pix.recebimentos", "pix.estornos");
        assertThat(settings.kafka().topics().pixSinais()).isEqualTo("pix.sinais");
        assertThat(settings.lake().keyspace()).isEqualTo("rastro");
        assertThat(settings.consuming().consumer().getDuration("stop-timeout")).isZero();
    }

    /** What is written by one schema would be read by another. */
    @Test
    void refusesOneTopicForTwoThings() {
        var twice = ConfigFactory.parseString("rastro.sinks.kafka.topics.pix-sinais = \"pix.estornos\"")
                .withFallback(ConfigFactory.load());

        assertThatThrownBy(() -> SinksSettings.from(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topics");
    }

    /** And only in that from what the others read it with. */
    @Test
    void theSinkOfOrdersWaitsForNoFurtherRecords() {
        SinksSettings settings = SinksSettings.from(
                ConfigFactory.parseString("rastro.sinks.consumer.kafka-clients.session.timeout.ms = 6000")
                        .withFallback(ConfigFactory.load()));
        var others = settings.consuming().consumerOf(settings.kafka(), "g").getProperties();
        var orders = settings.consuming()
                .readingAs(settings.orders().consumer())
                .consumerOf(settings.kafka(), "g")
                .getProperties();

        assertThat(others).containsEntry("fetch.min.bytes", "65536").containsEntry("session.timeout.ms", "6000");
        assertThat(orders)
                .containsEntry("fetch.min.bytes", "1")
                .containsAllEntriesOf(others.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("fetch.min.bytes"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Test
    void theSinkOfPixReadsAsTheOthers() {
        SinksSettings settings = SinksSettings.from(ConfigFactory.load());

        assertThat(settings.pix().enabled()).isTrue();
        assertThat(settings.pix().groupId()).isEqualTo("rastro-pix");
        assertThat(settings.consuming().readingAs(settings.pix().consumer())).isEqualTo(settings.consuming());
    }

    /** But for what is said of it. */
    @Test
    void theLakeOfPixIsAsTheLake() {
        SinksSettings settings = SinksSettings.from(ConfigFactory.load(ConfigFactory.parseString(
                "rastro.sinks.lake { enabled = false, bucket = another, zstd-level = 9, group-id = x }")));

        assertThat(settings.pixLake().enabled()).isFalse();
        assertThat(settings.pixLake().bucket()).isEqualTo("another");
        assertThat(settings.pixLake().groupId()).isEqualTo("rastro-pix-lake");
        assertThat(settings.pixLake().zstdLevel()).isEqualTo(9);
    }

    @Test
    void refusesALakeWithTwoLedgersOrBucketsOrOneGroup() {
        assertThatThrownBy(() -> SinksSettings.from(
                        ConfigFactory.load(ConfigFactory.parseString("rastro.sinks.pix-lake.keyspace = another"))))
                .hasMessageContaining("keyspace");
        assertThatThrownBy(() -> SinksSettings.from(
                        ConfigFactory.load(ConfigFactory.parseString("rastro.sinks.pix-lake.bucket = another"))))
                .hasMessageContaining("bucket");
        assertThatThrownBy(() -> SinksSettings.from(
                        ConfigFactory.load(ConfigFactory.parseString("rastro.sinks.pix-lake.group-id = rastro-lake"))))
                .hasMessageContaining("group-id");
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
