package io.rastro.sinks.kafka;

import static org.apache.kafka.clients.producer.ProducerConfig.*;

import java.util.HashMap;
import java.util.Map;

/** A producer that loses nothing and doubles nothing: all in-sync copies, idempotent, retries until it gives up. */
final class ProducerProperties {

    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;

    private ProducerProperties() {}

    static Map<String, Object> of(KafkaSettings kafka, EgressSettings egress) {
        Map<String, Object> properties = common(kafka, egress.giveUpAfter().toMillis());
        properties.put(LINGER_MS_CONFIG, egress.linger().toMillis());
        properties.put(BATCH_SIZE_CONFIG, egress.batchSize());
        properties.put(BUFFER_MEMORY_CONFIG, (long) egress.bufferSize());
        properties.put(COMPRESSION_TYPE_CONFIG, egress.compression());
        properties.put(CLIENT_ID_CONFIG, "rastro-egress");
        return properties;
    }

    static Map<String, Object> forDeadLetters(KafkaSettings kafka) {
        Map<String, Object> properties = common(kafka, kafka.startTimeout().toMillis());
        properties.put(COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(CLIENT_ID_CONFIG, "rastro-dead-letters");
        return properties;
    }

    private static Map<String, Object> common(KafkaSettings kafka, long giveUpAfterMillis) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ACKS_CONFIG, "all");
        properties.put(ENABLE_IDEMPOTENCE_CONFIG, true);
        // One: of a new producer the brokers take any first sequence number, so of two batches under way the second
        // could be stored without the first.
        properties.put(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(DELIVERY_TIMEOUT_MS_CONFIG, (int) Math.max(giveUpAfterMillis, 2 * REQUEST_TIMEOUT_MILLIS));
        properties.put(MAX_BLOCK_MS_CONFIG, giveUpAfterMillis);
        properties.put(REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        properties.put(RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        properties.put(RETRY_BACKOFF_MAX_MS_CONFIG, 500L);
        return properties;
    }
}
