package io.rastro.sinks.receipt;

import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.receipt.Receipt.KafkaPlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Whether a sink has passed a record: it commits after the write, so what it has passed must be in its store. */
final class SinkProgress {

    private final KafkaSettings kafka;

    SinkProgress(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** False as well when Kafka does not say. Blocks. */
    boolean hasPassed(String group, KafkaPlace record, Deadline deadline) {
        Long offset = record.offset();
        if (offset == null) {
            return false;
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
        Admin admin = Topics.admin(kafka);
        try {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(Map.of(group, spec))
                    .partitionsToOffsetAndMetadata(group)
                    .get(deadline.left().toMillis(), TimeUnit.MILLISECONDS)
                    .get(partition);
            return committed != null && committed.offset() > offset;
        } catch (ExecutionException | TimeoutException | KafkaException notTold) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            admin.close(Duration.ofMillis(100));
        }
    }
}
