package io.rastro.sinks.kafka;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;

/**
 * {@code rastro.sinks.dead-letters}.
 *
 * @param maxInFlight letters that Kafka has not taken yet
 * @param maxOriginal bytes of the original that are kept
 */
public record DeadLettersSettings(int maxInFlight, int maxOriginal) {

    public static DeadLettersSettings from(Config deadLetters) {
        return new DeadLettersSettings(
                Settings.intIn(deadLetters, "max-in-flight", 1, 100_000),
                Settings.bytesIn(deadLetters, "max-original", 1 << 10, 900 << 10));
    }
}
