package io.rastro.sinks.letters;

import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topic {@code dead-letters}, a piece at a time, without a consumer group. Blocks; not thread-safe. What fails is a
 * {@link LettersException}.
 */
public final class LetterReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String topic;
    private final LetterDecoder decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    public LetterReader(KafkaSettings kafka, SchemaRegistry registry) {
        this.topic = kafka.topics().deadLetters();
        this.decoder = new LetterDecoder(registry);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        500,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        8 << 20,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            this.partitions = partitions();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private List<TopicPartition> partitions() {
        try {
            return consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /**
     * Every letter that is there now, those of one partition in their order; what is added meanwhile is not read.
     *
     * @param since only letters stored from then on; null: all
     */
    public void forEach(@Nullable Instant since, Consumer<StoredLetter> to) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            seek(since, ends);
            long quietUntil = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    quietUntil = System.nanoTime() + PATIENCE.toNanos();
                    if (record.offset() < ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L)) {
                        to.accept(stored(record));
                    }
                }
                if (System.nanoTime() > quietUntil) {
                    throw new LettersException("Kafka gives nothing more of " + topic + " for " + PATIENCE.toSeconds()
                            + " s, and not all was read");
                }
            }
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /** Empty when there is none: it was never there, or Kafka has forgotten it. */
    public Optional<StoredLetter> find(LetterId id) {
        TopicPartition partition = new TopicPartition(topic, id.partition());
        if (!partitions.contains(partition)) {
            return Optional.empty();
        }
        try {
            Set<TopicPartition> one = Set.of(partition);
            if (id.offset() < consumer.beginningOffsets(one).getOrDefault(partition, 0L)
                    || id.offset() >= consumer.endOffsets(one).getOrDefault(partition, 0L)) {
                return Optional.empty();
            }
            consumer.assign(one);
            consumer.seek(partition, id.offset());
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == id.offset() ? Optional.of(stored(record)) : Optional.empty();
                }
            }
            throw new LettersException("Kafka does not give letter " + id + " within " + PATIENCE.toSeconds() + " s");
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private void seek(@Nullable Instant since, Map<TopicPartition, Long> ends) {
        if (since == null) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.get(partition) : first.offset());
        }
    }

    private StoredLetter stored(ConsumerRecord<byte[], byte[]> record) {
        return new StoredLetter(new LetterId(record.partition(), record.offset()), decoder.decode(record));
    }

    private LettersException failed(KafkaException e) {
        return new LettersException("topic " + topic + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
