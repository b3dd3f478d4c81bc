package io.rastro.sinks.receipt;

import io.rastro.sinks.ConsumingSettings;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.receipt.Receipt.KafkaPlace;
import io.rastro.sinks.receipt.Receipt.Stage;
import io.rastro.sinks.receipt.Receipt.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the first copy of an item's record in its Kafka partition. Records carry the time of receipt as their own, so the
 * first record that is as young lies at or before ours: from there on it is read, up to the end as it was at first.
 *
 * <p>A consumer a look-up, so that nothing is held by a node that is not asked. It reads in small pieces.
 */
final class FindRecord {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int FETCH_BYTES = 1 << 20;

    private final KafkaSettings kafka;
    private final ConsumingSettings consuming;
    private final int maxRecords;

    FindRecord(KafkaSettings kafka, ConsumingSettings consuming, int maxRecords) {
        this.kafka = kafka;
        this.consuming = consuming;
        this.maxRecords = maxRecords;
    }

    /**
     * @param isNowhere all that Kafka has of it was looked at, and it is not there
     * @param mayBeGone Kafka has removed records of its partition
     */
    record Found(Stage<KafkaPlace> stage, boolean isNowhere, boolean mayBeGone) {

        static Found unknown(@Nullable KafkaPlace place, String why) {
            return new Found(new Stage<>(State.UNKNOWN, place, why), false, false);
        }
    }

    Found find(Sought sought, Deadline deadline) {
        try {
            return find(sought, consumer(deadline), deadline);
        } catch (KafkaException away) {
            return Found.unknown(null, "Kafka does not answer.");
        }
    }

    private Found find(Sought sought, Consumer<byte[], byte[]> consumer, Deadline deadline) {
        try {
            List<PartitionInfo> partitions = consumer.partitionsFor(sought.topic(), deadline.left());
            if (partitions == null || partitions.isEmpty()) {
                return Found.unknown(null, "Kafka has no such topic.");
            }
            byte[] key = sought.entityId().getBytes(StandardCharsets.ISO_8859_1);
            TopicPartition partition = new TopicPartition(sought.topic(), partitionOf(key, partitions.size()));
            return new Search(consumer, partition, deadline).find(sought);
        } finally {
            consumer.close(POLL);
        }
    }

    /** As the producer does without a partitioner of its own. */
    static int partitionOf(byte[] key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }

    private Consumer<byte[], byte[]> consumer(Deadline deadline) {
        Map<String, Object> properties =
                new HashMap<>(consuming.consumerOf(kafka, "").getProperties());
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        int millis = (int) deadline.left().toMillis();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private final class Search {

        private final Consumer<byte[], byte[]> consumer;
        private final TopicPartition partition;
        private final Deadline deadline;
        private final KafkaPlace somewhere;
        private long reached;

        Search(Consumer<byte[], byte[]> consumer, TopicPartition partition, Deadline deadline) {
            this.consumer = consumer;
            this.partition = partition;
            this.deadline = deadline;
            this.somewhere = new KafkaPlace(partition.topic(), partition.partition(), null);
        }

        Found find(Sought sought) {
            Set<TopicPartition> one = Set.of(partition);
            consumer.assign(one);
            long end = offset(consumer.endOffsets(one, deadline.left()));
            OffsetAndTimestamp asYoung = consumer.offsetsForTimes(
                            Map.of(partition, sought.receivedAtMillis()), deadline.left())
                    .get(partition);
            long from = asYoung == null ? end : asYoung.offset();
            consumer.seek(partition, from);
            reached = from;
            if (read(sought.eventId().toString().getBytes(StandardCharsets.UTF_8), from + maxRecords, end)) {
                KafkaPlace place = new KafkaPlace(partition.topic(), partition.partition(), reached);
                return new Found(Stage.done(place), false, false);
            }
            if (reached < end) {
                return Found.unknown(
                        somewhere,
                        "The search was ended by its bound, with " + (end - reached) + " records still to be read.");
            }
            return notThere(from, end);
        }

        /** Reads on until the first record with this event id, which is then the one that was reached. */
        private boolean read(byte[] eventId, long bound, long end) {
            while (reached < Math.min(bound, end) && !deadline.hasPassed()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reached = record.offset();
                    if (reached >= bound) {
                        return false;
                    }
                    Header name = record.headers().lastHeader("event_id");
                    if (name != null && Arrays.equals(name.value(), eventId)) {
                        return true;
                    }
                }
                reached = consumer.position(partition, deadline.left());
            }
            return false;
        }

        private Found notThere(long from, long end) {
            long first = offset(consumer.beginningOffsets(Set.of(partition), deadline.left()));
            boolean olderIsKept = first < Math.min(from, end);
            if (first == 0 || olderIsKept) {
                Stage<KafkaPlace> pending = new Stage<>(State.PENDING, somewhere, "It is not in Kafka yet.");
                return new Found(pending, true, first > 0);
            }
            return new Found(
                    new Stage<>(
                            State.UNKNOWN,
                            somewhere,
                            "Kafka has removed what was before offset " + first
                                    + " of its partition: whether it was there is not known."),
                    true,
                    true);
        }

        private long offset(Map<TopicPartition, Long> offsets) {
            return offsets.getOrDefault(partition, 0L);
        }
    }
}
