package io.rastro.sinks.kafka;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.time.Duration;
import java.util.List;

/**
 * {@code rastro.sinks.egress}.
 *
 * @param queueSize journal events that wait for the producer
 * @param giveUpAfter after how long an unsent record breaks the line
 */
public record EgressSettings(
        int queueSize,
        int queuePositions,
        Duration linger,
        int batchSize,
        int bufferSize,
        String compression,
        Duration giveUpAfter,
        Duration minBackoff,
        Duration maxBackoff,
        Duration drainTimeout) {

    public static EgressSettings from(Config egress) {
        Duration minBackoff = Settings.durationIn(egress, "min-backoff", Duration.ofMillis(10), Duration.ofMinutes(1));
        return new EgressSettings(
                Settings.intIn(egress, "queue-size", 1, 1_000_000),
                Settings.intIn(egress, "queue-positions", 1_000, 10_000_000),
                Settings.durationIn(egress, "linger", Duration.ZERO, Duration.ofSeconds(1)),
                Settings.bytesIn(egress, "batch-size", 16 << 10, 1 << 20),
                Settings.bytesIn(egress, "buffer-size", 1 << 20, 1 << 30),
                oneOf(egress.getString("compression")),
                Settings.durationIn(egress, "give-up-after", Duration.ofSeconds(10), Duration.ofHours(24)),
                minBackoff,
                Settings.durationIn(egress, "max-backoff", minBackoff, Duration.ofMinutes(10)),
                Settings.durationIn(egress, "drain-timeout", Duration.ofMillis(100), Duration.ofSeconds(60)));
    }

    private static String oneOf(String compression) {
        if (!List.of("none", "lz4", "zstd", "snappy", "gzip").contains(compression)) {
            throw new IllegalArgumentException("setting compression must be none, lz4, zstd, snappy or gzip");
        }
        return compression;
    }
}
