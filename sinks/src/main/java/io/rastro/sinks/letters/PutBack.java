package io.rastro.sinks.letters;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.LetterContext;
import io.rastro.sinks.kafka.Retry;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.kafka.ValueReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts originals back into the topic and partition that they came from, for the sink that refused them: key, value and
 * headers as they were, and those of a {@link Retry}. At least once. Blocks; not thread-safe.
 */
public final class PutBack implements AutoCloseable {

    /**
     * A copy has its original's timestamp unless that is older than this: a segment that holds nothing but old records is
     * removed by retention, perhaps before the sink has read it. Not the present instant, which could move the record
     * clock that the lake goes by.
     */
    private static final Duration OLDEST = Duration.ofHours(1);

    private static final int TIMEOUT_SECONDS = 30;

    private final KafkaSettings kafka;
    private final ValueReader<TracedPosition> reader;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, Boolean> readers = new HashMap<>();

    public PutBack(KafkaSettings kafka, SchemaRegistry registry) {
        this.kafka = kafka;
        this.reader = ValueReader.ofPositions(registry);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        TIMEOUT_SECONDS * 1_000L,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        TIMEOUT_SECONDS * 1_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Why it cannot be put back, one sentence; empty when it can. */
    public Optional<String> refusal(StoredLetter stored) {
        Map<String, String> context = stored.letter().context();
        String topic = context.get(LetterContext.TOPIC);
        if (topic == null || !context.containsKey(LetterContext.PARTITION)) {
            return Optional.of("it came from no topic, so there is nowhere to put it back to");
        }
        if (context.containsKey(LetterContext.CUT_FROM) || context.containsKey(LetterContext.INCOMPLETE)) {
            return Optional.of("it was too long to be kept as a whole: its original is " + topic + " "
                    + context.get(LetterContext.PARTITION) + " " + context.get(LetterContext.OFFSET));
        }
        if (!readers.computeIfAbsent(
                stored.letter().source() + ' ' + topic,
                one -> isReadBy(stored.letter().source(), topic))) {
            return Optional.of(
                    "no consumer group " + stored.letter().source() + " reads " + topic + ", so nobody would take it");
        }
        return headers(stored) == null
                ? Optional.of("an earlier version kept it without its headers, and its value still cannot be read")
                : Optional.empty();
    }

    /** All are in Kafka when it returns. @param letters that are not refused */
    public void send(List<StoredLetter> letters) {
        List<Future<?>> sent = new ArrayList<>();
        try {
            for (StoredLetter letter : letters) {
                sent.add(producer.send(record(letter)));
            }
            producer.flush();
            for (Future<?> one : sent) {
                one.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LettersException("Kafka does not take what is put back: " + cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LettersException("interrupted while putting back", e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(StoredLetter stored) {
        Map<String, String> context = stored.letter().context();
        String key = context.getOrDefault(LetterContext.KEY, "");
        List<Header> headers = new ArrayList<>();
        List<Header> original = headers(stored);
        if (original != null) {
            headers.addAll(original);
        }
        headers.addAll(new Retry(stored.letter().source(), stored.attempt() + 1).headers());
        return new ProducerRecord<>(
                context.get(LetterContext.TOPIC),
                Integer.valueOf(context.getOrDefault(LetterContext.PARTITION, "0")),
                Math.max(timestamp(stored), Instant.now().minus(OLDEST).toEpochMilli()),
                key.isEmpty() ? null : utf8(key),
                context.containsKey(LetterContext.NO_VALUE)
                        ? null
                        : stored.letter().original(),
                headers);
    }

    private static long timestamp(StoredLetter stored) {
        String text = stored.letter().context().get(LetterContext.TIMESTAMP);
        return text == null ? stored.letter().at().toEpochMilli() : Long.parseLong(text);
    }

    /** The original's; read from its value where the letter was written without them; null where that is not possible. */
    private @Nullable List<Header> headers(StoredLetter stored) {
        if (stored.letter().context().containsKey(LetterContext.TIMESTAMP)) {
            return LetterContext.headers(stored.letter().context());
        }
        try {
            TracedPosition traced = reader.read(stored.letter().original());
            return List.of(
                    new RecordHeader("event_id", utf8(traced.eventId().toString())),
                    new RecordHeader("seq", utf8(Long.toString(traced.seqNr()))),
                    new RecordHeader("content-type", utf8("application/vnd.confluent.avro")));
        } catch (ValueReader.UnreadableException stillUnreadable) {
            return null;
        }
    }

    private boolean isReadBy(String group, String topic) {
        try (Admin admin = Topics.admin(kafka)) {
            return admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .keySet()
                    .stream()
                    .anyMatch(partition -> partition.topic().equals(topic));
        } catch (ExecutionException | TimeoutException e) {
            throw new LettersException("Kafka does not say who reads " + topic + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LettersException("interrupted while asking who reads " + topic, e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
