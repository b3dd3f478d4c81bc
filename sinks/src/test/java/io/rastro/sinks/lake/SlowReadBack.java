package io.rastro.sinks.lake;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Of all consumers with these settings only those of a {@link ReadBack} are slow: fifty polls, twenty seconds, for 25,000
 * records. */
public final class SlowReadBack implements ConsumerInterceptor<String, byte[]> {

    private boolean isReadBack;

    @Override
    public void configure(Map<String, ?> settings) {
        isReadBack = "none".equals(settings.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG));
    }

    @Override
    public ConsumerRecords<String, byte[]> onConsume(ConsumerRecords<String, byte[]> records) {
        if (isReadBack) {
            try {
                TimeUnit.MILLISECONDS.sleep(400);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
