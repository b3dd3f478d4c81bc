package io.rastro.sinks.lake;

import akka.NotUsed;
import akka.kafka.ConsumerSettings;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stretches of one partition with a consumer that is no member of the group. */
final class ReadBack implements Gapless.Between {

    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);
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
        this.settings = settings.withProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.start = start;
        this.meters = meters;
        this.isWanted = isWanted;
    }

    /**
     * Fails with an {@link IllegalStateException} when Kafka has forgotten some of what a file is to be made of: it may be
     * there already, and must not be written again with fewer rows.
     */
    @Override
    public Source<ConsumerRecord<String, byte[]>, NotUsed> between(long from, long before) {
        return Source.unfoldResource(() -> open(from, before), consumer -> read(consumer, before), this::close)
                .mapConcat(records -> records)
                .takeWhile(record -> record.offset() < before);
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
        if (!isWanted.getAsBoolean() || consumer.position(partition, TIMEOUT) >= before) {
            return Optional.empty();
        }
        try {
            return Optional.of(consumer.poll(POLL).records(partition));
        } catch (OffsetOutOfRangeException forgotten) {
            consumer.seek(partition, beginning(consumer));
            return Optional.of(List.of());
        }
    }

    private long beginning(Consumer<String, byte[]> consumer) {
        TopicPartition partition = start.partition();
        long begins = consumer.beginningOffsets(List.of(partition), TIMEOUT)
                .values()
                .iterator()
                .next();
        if (begins > start.firstOffset()) {
            throw new IllegalStateException("Kafka has only what is from offset " + begins + " on of " + partition
                    + ", and the lake has yet to archive what lies before: it looks anew where it has to go on");
        }
        return begins;
    }

    private void close(Consumer<String, byte[]> consumer) {
        meters.readingBack().decrementAndGet();
        consumer.close(POLL);
    }
}
