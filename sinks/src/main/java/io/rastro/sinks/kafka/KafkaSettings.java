package io.rastro.sinks.kafka;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.time.Duration;

/** {@code rastro.sinks.kafka}: where Kafka and the registry are, and what topics look like that are missing. */
public record KafkaSettings(
        String bootstrapServers,
        String registryUrl,
        Duration startTimeout,
        TopicNames topics,
        int partitions,
        int replicationFactor,
        int minInsyncReplicas) {

    public static KafkaSettings from(Config kafka) {
        int replicationFactor = Settings.intIn(kafka, "replication-factor", 1, 100);
        return new KafkaSettings(
                Settings.textOf(kafka, "bootstrap-servers"),
                Settings.textOf(kafka, "registry-url"),
                Settings.durationIn(kafka, "start-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                TopicNames.from(kafka.getConfig("topics")),
                Settings.intIn(kafka, "partitions", 1, 1000),
                replicationFactor,
                Settings.intIn(kafka, "min-insync-replicas", 1, replicationFactor));
    }
}
