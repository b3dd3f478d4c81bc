package io.rastro.sinks.lake;

import akka.NotUsed;
import akka.kafka.ConsumerSettings;
import akka.stream.Attributes;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stretches of one partition with a consumer that is no member of the group. */
final class ReadBack implements Gapless.Between {

    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);
    /** What reads Kafka blocks, and has a thread of its own. */
    private static final Attributes ONE_POLL_AHEAD = Attributes.inputBuffer(1, 1);

    private static final int MOST_RECORDS = 500;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ConsumerSettings<String, byte[]> settings;
    private final Start start;
    private final LakeMeters meters;
    private final BooleanSupplier isWanted;

    /**
     * @param settings makes the consumers
     * @param start what lies before its first offset may be missing, should Kafka have forgotten it
     * @param isWanted asked again and again: what is read ends early when it is not
     */
    ReadBack(ConsumerSettings<String, byte[]> settings, Start start, LakeMeters meters, BooleanSupplier isWanted) {
        this.settings = settings.withProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
                .withProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(MOST_RECORDS));
        this.start = start;
        this.meters = meters;
        this.isWanted = isWanted;
    }

    /**
     * Fails with an {@link IllegalStateException} when Kafka has forgotten or lost some of what a file is to be made of: it may
     * be there already, and must not be written again with fewer rows.
     */
    @Override
    public Source<ConsumerRecord<String, byte[]>, NotUsed> between(long from, long before) {
        return Source.unfoldResource(() -> open(from, before), consumer -> read(consumer, before), this::close)
                .mapConcat(records -> records)
                .takeWhile(record -> record.offset() < before)
                .addAttributes(ONE_POLL_AHEAD);
    }

    private Consumer<String, byte[]> open(long from, long before) {
        LOG.info("the lake reads back partition={} from={} before={}", start.partition(), from, before);
        Consumer<String, byte[]> consumer = settings.createKafkaConsumer();
        meters.readingBack().incrementAndGet();
        consumer.assign(List.of(start.partition()));
        consumer.seek(start.partition(), from);
        return consumer;
    }

    /** Empty: there is no more; an empty list: nothing came yet. */
    private Optional<List<ConsumerRecord<String, byte[]>>> read(Consumer<String, byte[]> consumer, long before) {
        TopicPartition partition = start.partition();
        try {
            return isWanted.getAsBoolean() && consumer.position(partition, TIMEOUT) < before
                    ? Optional.of(poll(consumer))
                    : Optional.empty();
        } catch (TimeoutException leaderIsAway) {
            LOG.warn("Kafka does not answer while the lake reads back, it goes on trying partition={}", partition);
            return Optional.of(List.of());
        }
    }

    private List<ConsumerRecord<String, byte[]>> poll(Consumer<String, byte[]> consumer) {
        TopicPartition partition = start.partition();
        long position = consumer.position(partition, TIMEOUT);
        try {
            return consumer.poll(POLL).records(partition);
        } catch (OffsetOutOfRangeException notThere) {
            long begins = consumer.beginningOffsets(List.of(partition), TIMEOUT)
                    .values()
                    .iterator()
                    .next();
            if (begins <= position || begins > start.firstOffset()) {
                throw new IllegalStateException("Kafka has nothing at offset " + position + " of " + partition
                        + ", it begins at " + begins + ", and the lake began at " + start.firstOffset()
                        + ": it looks anew where it has to go on");
            }
            consumer.seek(partition, begins);
            return List.of();
        }
    }

    private void close(Consumer<String, byte[]> consumer) {
        meters.readingBack().decrementAndGet();
        try {
            consumer.close(POLL);
        } catch (KafkaException e) {
            LOG.warn("a consumer of the lake did not close well partition={}", start.partition(), e);
        }
    }
}
