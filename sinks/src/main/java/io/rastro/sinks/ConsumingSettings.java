package io.rastro.sinks;

import akka.kafka.CommitterSettings;
import akka.kafka.ConsumerSettings;
import akka.stream.RestartSettings;
import com.typesafe.config.Config;
import io.rastro.sinks.kafka.KafkaSettings;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How every sink reads Kafka, starts again and stops.
 *
 * @param consumer Alpakka's section for a consumer
 * @param committer Alpakka's section for a committer
 * @param stopTimeout how long a sink may take to finish what is under way
 */
public record ConsumingSettings(
        Config consumer, Config committer, Duration minBackoff, Duration maxBackoff, Duration stopTimeout) {

    public static ConsumingSettings from(Config sinks) {
        Duration minBackoff =
                Settings.durationIn(sinks, "restart.min-backoff", Duration.ofMillis(10), Duration.ofMinutes(1));
        return new ConsumingSettings(
                sinks.getConfig("consumer"),
                sinks.getConfig("committer"),
                minBackoff,
                Settings.durationIn(sinks, "restart.max-backoff", minBackoff, Duration.ofMinutes(10)),
                Settings.durationIn(sinks, "stop-timeout", Duration.ofMillis(100), Duration.ofSeconds(60)));
    }

    /** The same for a sink some of whose consumer's settings differ. */
    public ConsumingSettings readingAs(Config different) {
        return new ConsumingSettings(different.withFallback(consumer), committer, minBackoff, maxBackoff, stopTimeout);
    }

    public ConsumerSettings<String, byte[]> consumerOf(KafkaSettings kafka, String groupId) {
        return ConsumerSettings.create(consumer, new StringDeserializer(), new ByteArrayDeserializer())
                .withBootstrapServers(kafka.bootstrapServers())
                .withGroupId(groupId);
    }

    public CommitterSettings committerSettings() {
        return CommitterSettings.create(committer);
    }

    /**
     * Twice as long each time, until a stream has run for longer than the longest pause: one that takes a while to fail,
     * such as by a time-out, is not a new failure each time.
     */
    public RestartSettings restart() {
        return RestartSettings.create(minBackoff, maxBackoff, 0.2)
                .withMaxRestarts(Integer.MAX_VALUE, maxBackoff.plus(minBackoff));
    }
}
