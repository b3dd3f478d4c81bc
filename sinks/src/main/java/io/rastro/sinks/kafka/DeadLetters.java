package io.rastro.sinks.kafka;

import akka.Done;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to topic {@code dead-letters}: every drop goes through here, counted, logged and kept. At least once.
 * Bounded: when Kafka is away and the letters under way are as many as allowed, a further one is refused.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    public static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "DeadLetter", "namespace": "io.rastro", "fields": [
                      {"name": "source", "type": "string"},
                      {"name": "reason", "type": "string"},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "original", "type": "bytes"},
                      {"name": "context", "type": {"type": "map", "values": "string"}}]}
                    """);

    private final String topic;
    private final int schemaId;
    private final int maxOriginal;
    private final Semaphore room;
    private final Producer<byte[], byte[]> producer;
    private final MeterRegistry meters;

    private DeadLetters(KafkaSettings kafka, DeadLettersSettings settings, int schemaId, MeterRegistry meters) {
        this.topic = kafka.topics().deadLetters();
        this.schemaId = schemaId;
        this.maxOriginal = settings.maxOriginal();
        this.room = new Semaphore(settings.maxInFlight());
        this.meters = meters;
        this.producer = new KafkaProducer<>(
                ProducerProperties.forDeadLetters(kafka), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Registers the schema; blocks until the registry answers. The topic must be there, see {@link Topics}. */
    public static DeadLetters open(
            KafkaSettings kafka, DeadLettersSettings settings, SchemaRegistry registry, MeterRegistry meters) {
        return new DeadLetters(kafka, settings, registry.register(kafka.topics().deadLetters(), SCHEMA), meters);
    }

    /**
     * Completes when Kafka has the letter; fails when it does not take it or too many are under way. May block for the
     * first letter, while the producer looks for the topic.
     */
    public CompletionStage<Done> send(DeadLetter letter) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("too many dead letters wait for Kafka: this one is refused"));
        }
        CompletableFuture<Done> stored = new CompletableFuture<>();
        stored.whenComplete((done, failure) -> room.release());
        try {
            producer.send(toRecord(letter), (metadata, failure) -> {
                if (failure != null) {
                    stored.completeExceptionally(failure);
                } else {
                    count(letter);
                    stored.complete(Done.getInstance());
                }
            });
        } catch (RuntimeException refused) {
            stored.completeExceptionally(refused);
        }
        return stored;
    }

    /** A record of a topic that a sink cannot read. */
    public CompletionStage<Done> send(String source, String reason, ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return send(new DeadLetter(source, reason, Instant.now(), value, LetterContext.of(record)));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }

    /** Has the counter of this source begin at 0, so that its first letter is an increase. */
    public void expectFrom(String source) {
        lettersOf(source);
    }

    private Counter lettersOf(String source) {
        return Counter.builder("rastro.dead.letters")
                .tag("source", source)
                .description("what could not be used and was put aside")
                .register(meters);
    }

    private void count(DeadLetter letter) {
        lettersOf(letter.source()).increment();
        LOG.warn(
                "dead letter source={} bytes={} reason={}", letter.source(), letter.original().length, letter.reason());
    }

    private ProducerRecord<byte[], byte[]> toRecord(DeadLetter letter) {
        return new ProducerRecord<>(
                topic,
                null,
                letter.at().toEpochMilli(),
                utf8(letter.source()),
                encode(letter),
                List.of(
                        new RecordHeader("source", utf8(letter.source())),
                        new RecordHeader("reason", utf8(letter.reason())),
                        new RecordHeader("content-type", utf8("application/vnd.confluent.avro"))));
    }

    private byte[] encode(DeadLetter letter) {
        GenericData.Record record = new GenericData.Record(SCHEMA);
        Map<String, String> context = new TreeMap<>(letter.context());
        byte[] original = letter.original();
        if (original.length > maxOriginal) {
            context.put(LetterContext.CUT_FROM, Integer.toString(original.length));
            original = Arrays.copyOf(original, maxOriginal);
        }
        record.put("source", letter.source());
        record.put("reason", letter.reason());
        record.put("at", letter.at().toEpochMilli());
        record.put("original", ByteBuffer.wrap(original));
        record.put("context", context);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericData.Record>(SCHEMA).write(record, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
