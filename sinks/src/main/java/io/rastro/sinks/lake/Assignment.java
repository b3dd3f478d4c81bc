package io.rastro.sinks.lake;

import akka.kafka.ConsumerSettings;
import akka.kafka.RestrictedConsumer;
import akka.kafka.javadsl.PartitionAssignmentHandler;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.lake.LakeLedger.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets partitions that are assigned to before their committed offsets, to warm the watermarks: at once, within the consumer's
 * poll, which it blocks meanwhile. Kafka has set them to the committed offsets, and a lane that goes on with a partition that
 * comes back may have been reading back. A failure ends the consumer.
 */
final class Assignment implements PartitionAssignmentHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
    private static final long TIMEOUT_SECONDS = 20;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaSettings kafka;
    private final ConsumerSettings<String, byte[]> consumer;
    private final LakeSettings settings;
    private final LakeLedger ledger;
    private final Map<TopicPartition, Start> starts = new ConcurrentHashMap<>();

    /** @param consumer makes those that look what Kafka has */
    Assignment(
            KafkaSettings kafka, ConsumerSettings<String, byte[]> consumer, LakeSettings settings, LakeLedger ledger) {
        this.kafka = kafka;
        this.consumer = consumer;
        this.settings = settings;
        this.ledger = ledger;
    }

    @Override
    public void onAssign(Set<TopicPartition> assigned, RestrictedConsumer within) {
        find(assigned).forEach(start -> {
            starts.put(start.partition(), start);
            within.seek(start.partition(), start.readFrom());
        });
    }

    @Override
    public void onRevoke(Set<TopicPartition> revoked, RestrictedConsumer within) {}

    @Override
    public void onLost(Set<TopicPartition> lost, RestrictedConsumer within) {}

    @Override
    public void onStop(Set<TopicPartition> current, RestrictedConsumer within) {}

    Start startOf(TopicPartition partition) {
        Start start = starts.get(partition);
        if (start == null) {
            throw new IllegalStateException("partition " + partition + " was not assigned");
        }
        return start;
    }

    /**
     * Why a lane to which an offset came has not got those before it. Blocks.
     *
     * @throws IllegalStateException when Kafka does not say
     */
    Lane.Gap between(TopicPartition partition, long from, long before) {
        Consumer<String, byte[]> probe = consumer.withProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
                .createKafkaConsumer();
        try {
            probe.assign(List.of(partition));
            Map<TopicPartition, Long> begins = probe.beginningOffsets(List.of(partition), PROBE_TIMEOUT);
            if (begins.values().stream().allMatch(first -> first >= before)) {
                return Lane.Gap.FORGOTTEN;
            }
            probe.seek(partition, from);
            long end = System.nanoTime() + PROBE_TIMEOUT.toNanos();
            while (System.nanoTime() - end < 0) {
                ConsumerRecords<String, byte[]> records = probe.poll(POLL);
                if (!records.isEmpty()) {
                    return records.iterator().next().offset() < before ? Lane.Gap.LEFT_OUT : Lane.Gap.NO_RECORDS;
                }
                if (probe.position(partition, PROBE_TIMEOUT) >= before) {
                    return Lane.Gap.NO_RECORDS;
                }
            }
            throw new IllegalStateException("Kafka does not say what it has of " + partition + " at " + from);
        } finally {
            probe.close(POLL);
        }
    }

    private List<Start> find(Set<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return List.of();
        }
        List<Start> found = new ArrayList<>();
        try (Admin admin = Topics.admin(kafka)) {
            Map<TopicPartition, OffsetAndMetadata> committed = committed(admin, assigned);
            for (TopicPartition partition : assigned) {
                found.add(start(admin, partition, firstOffset(admin, partition, committed.get(partition))));
            }
            return found;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the committed offsets of the lake cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the committed offsets of the lake", e);
        }
    }

    /**
     * The committed offset. One that lies within a noted batch, as somebody may set it by hand, is taken back to where
     * that begins: some of its rows would be in two files otherwise.
     */
    private long firstOffset(Admin admin, TopicPartition partition, @Nullable OffsetAndMetadata committed)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (committed == null) {
            return withoutOffset(admin, partition);
        }
        long offset = committed.offset();
        return get(ledger.upTo(partition, offset - 1).toCompletableFuture())
                .filter(noted -> noted.endOffset() > offset)
                .map(Entry::firstOffset)
                .orElse(offset);
    }

    /**
     * The group is new, or Kafka has forgotten it (deleted, or without members for as long as offsets are kept). Then
     * the last noted batch is where to go on: an end is noted only after the batch before it was written.
     *
     * @throws IllegalStateException when Kafka has less than that: it is another topic of the same name
     */
    private long withoutOffset(Admin admin, TopicPartition partition)
            throws ExecutionException, InterruptedException, TimeoutException {
        Optional<Entry> last = get(ledger.upTo(partition, Long.MAX_VALUE).toCompletableFuture());
        if (last.isEmpty()) {
            return lookUp(admin, partition, OffsetSpec.earliest());
        }
        if (last.get().endOffset() > lookUp(admin, partition, OffsetSpec.latest())) {
            throw new IllegalStateException("the lake holds " + partition + " up to offset "
                    + last.get().endOffset()
                    + ", which Kafka does not have: the topic was made anew, and the same names"
                    + " of files would replace what is archived. Give the lake another bucket and keyspace"
                    + " (rastro.sinks.lake)");
        }
        LOG.warn(
                "the lake's committed offset is gone, it goes on at the last batch that is noted partition={} first={}",
                partition,
                last.get().firstOffset());
        return last.get().firstOffset();
    }

    private Start start(Admin admin, TopicPartition partition, long first)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<Long, Decided> decided = get(ledger.from(partition, first).toCompletableFuture());
        Optional<Entry> before = get(ledger.upTo(partition, first - 1).toCompletableFuture());
        long readFrom = first;
        if (before.isPresent()) {
            long since = before.get().clockMillis() - settings.dedupeHorizon().toMillis();
            long bySince = lookUp(admin, partition, OffsetSpec.forTimestamp(since));
            long byDistance = Math.max(0, first - settings.dedupeRecords());
            readFrom = bySince < 0 ? first : Math.min(first, Math.max(bySince, byDistance));
        }
        readFrom = Math.max(readFrom, lookUp(admin, partition, OffsetSpec.earliest()));
        return new Start(partition, first, readFrom, decided);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, Set<TopicPartition> assigned)
            throws ExecutionException, InterruptedException, TimeoutException {
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(assigned);
        return admin.listConsumerGroupOffsets(
                        Map.of(settings.groupId(), spec), new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(settings.groupId())
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static long lookUp(Admin admin, TopicPartition partition, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .offset();
    }

    private static <T> T get(CompletableFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
