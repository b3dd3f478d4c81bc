package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.rastro.sinks.SinksSettings;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ProducerPropertiesTest {

    private static final Map<String, Object> EGRESS = egress();

    private static Map<String, Object> egress() {
        SinksSettings settings = SinksSettings.from(ConfigFactory.load());
        return ProducerProperties.of(settings.kafka(), settings.egress());
    }

    /**
     * The order per key after a broken line hangs on it. A new producer has no history with a broker, which takes
     * whatever sequence number comes first: of two requests under way the second could be stored although the first was
     * lost, and a courier's later positions would be in Kafka before, or without, the earlier ones. The default is five.
     */
    @Test
    void allowOneRequestInFlight() {
        assertThat(EGRESS).containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    }

    @Test
    void loseNothingAndDoubleNothing() {
        assertThat(EGRESS)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .doesNotContainKey(ProducerConfig.RETRIES_CONFIG);
    }

    /** A name that Kafka does not know would be a setting that does nothing. */
    @Test
    void areNamesThatTheProducerKnows() {
        assertThat(ProducerConfig.configNames()).containsAll(EGRESS.keySet());
    }
}
