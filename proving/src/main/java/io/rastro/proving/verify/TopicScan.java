package io.rastro.proving.verify;

import io.rastro.protocol.EventId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topic {@code courier.positions} from its beginning, or from the first record that is as young as the range (none
 * of the range lies before it: records carry the time of receipt), and goes on where it was when it is asked again. What
 * an entity publishes once more after a crash is a duplicate; what is published for the first time has to come in the
 * order of the journal.
 */
final class TopicScan implements AutoCloseable {

    static final String TOPIC = "courier.positions";
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Scope scope;
    private final Census census;
    private final List<Integer> cutOff = new ArrayList<>();
    private final Map<String, EventId> newest = new HashMap<>();
    private long outOfOrder;

    TopicScan(String bootstrap, Scope scope) {
        this.scope = scope;
        this.census = new Census(scope::itemCount);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.partitions = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        if (scope.range().isAll()) {
            consumer.seekToBeginning(partitions);
        } else {
            seekToRange(scope.range().from().toEpochMilli());
        }
    }

    /** Partitions of which Kafka no longer has anything from before the range, so that some of the range may be gone too. */
    List<Integer> cutOff() {
        return cutOff;
    }

    private void seekToRange(long from) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp asYoung = found.get(partition);
            long first = firsts.getOrDefault(partition, 0L);
            long start = asYoung == null ? ends.getOrDefault(partition, first) : asYoung.offset();
            consumer.seek(partition, start);
            if (first > 0 && start == first) {
                cutOff.add(partition.partition());
            }
        }
    }

    /** Reads up to what is the end now. */
    Census read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                count(record);
            }
        }
        return census;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void count(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader("event_id");
        String name = header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        if (!EventNames.count(name, record.timestamp(), scope, census) || name == null) {
            return;
        }
        EventId id = EventId.parse(name).orElseThrow();
        EventId before = newest.get(id.persistenceId());
        if (before != null && isEarlier(id, before)) {
            outOfOrder++;
        } else {
            newest.put(id.persistenceId(), id);
        }
    }

    private static boolean isEarlier(EventId one, EventId other) {
        return one.seqNr() < other.seqNr() || (one.seqNr() == other.seqNr() && one.index() < other.index());
    }
}
