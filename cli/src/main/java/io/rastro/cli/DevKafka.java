package io.rastro.cli;

import io.rastro.devstack.Endpoints;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.TopicNames;
import java.time.Duration;

/** Kafka and the schema registry of a running system, for who reads and changes nothing. */
final class DevKafka {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DevKafka() {}

    /** Of the topics only the names: they are there. */
    static KafkaSettings settings(Endpoints endpoints) {
        String bootstrap = endpoints.kafka();
        String registryUrl = endpoints.registry();
        if (bootstrap == null || registryUrl == null) {
            throw new CommandFailedException("this system has no Kafka or no schema registry of its own");
        }
        return new KafkaSettings(bootstrap, registryUrl, PATIENCE, TopicNames.USUAL, 12, 1, 1);
    }
}
