package io.rastro.sinks.lake;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.kafka.ConsumerSettings;
import akka.kafka.RestrictedConsumer;
import akka.kafka.javadsl.PartitionAssignmentHandler;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.lake.LakeLedger.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers where to begin when partitions are assigned: before the committed offsets, to warm the watermarks.
 *
 * <p>Kafka sets a partition that is assigned again to its committed offset, and the answer from here comes later; a lane that
 * goes on meanwhile, and was reading back, would miss what lies between. So a partition that was begun is set back at once,
 * within the consumer's poll.
 */
final class Assignment implements PartitionAssignmentHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
    private static final long TIMEOUT_SECONDS = 20;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    /** The stage hears of an assignment after this handler. */
    private static final long SETTLES_MILLIS = 100;

    private final KafkaSettings kafka;
    private final ConsumerSettings<String, byte[]> consumer;
    private final LakeSettings settings;
    private final LakeLedger ledger;
    private final Executor blocking;
    private final Map<TopicPartition, Start> starts = new ConcurrentHashMap<>();
    private volatile CompletableFuture<@Nullable Void> settled = CompletableFuture.completedFuture(null);

    Assignment(
            ActorSystem<?> system,
            KafkaSettings kafka,
            ConsumerSettings<String, byte[]> consumer,
            LakeSettings settings,
            LakeLedger ledger) {
        this.kafka = kafka;
        this.consumer = consumer;
        this.settings = settings;
        this.ledger = ledger;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.fromConfig("rastro.sinks.blocking-dispatcher"));
    }

    @Override
    public void onAssign(Set<TopicPartition> assigned, RestrictedConsumer within) {
        for (TopicPartition partition : assigned) {
            Start start = starts.get(partition);
            if (start != null) {
                within.seek(partition, start.readFrom());
            }
        }
        settled.completeAsync(() -> null, CompletableFuture.delayedExecutor(SETTLES_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Override
    public void onRevoke(Set<TopicPartition> revoked, RestrictedConsumer within) {
        settled = new CompletableFuture<>();
    }

    @Override
    public void onLost(Set<TopicPartition> lost, RestrictedConsumer within) {
        onRevoke(lost, within);
    }

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
     * The offset from which each partition is to be read. Not while the group is being divided anew: an answer for a
     * partition that is revoked is thrown away, and when that comes back at once nobody asks, or reads it, again.
     */
    CompletionStage<Map<TopicPartition, Object>> offsets(Set<TopicPartition> assigned) {
        return CompletableFuture.supplyAsync(() -> find(assigned), blocking)
                .thenCompose(found -> settled.thenApply(now -> found));
    }

    /**
     * The first offset at or after this one of which Kafka has a record now. Blocks.
     *
     * @throws IllegalStateException when Kafka does not say
     */
    long firstAtOrAfter(TopicPartition partition, long offset) {
        try (Consumer<String, byte[]> probe = consumer.createKafkaConsumer()) {
            probe.assign(List.of(partition));
            probe.seek(partition, offset);
            ConsumerRecords<String, byte[]> records = probe.poll(PROBE_TIMEOUT);
            if (records.isEmpty()) {
                throw new IllegalStateException("Kafka does not say what it has of " + partition + " at " + offset);
            }
            return records.iterator().next().offset();
        }
    }

    private Map<TopicPartition, Object> find(Set<TopicPartition> assigned) {
        Map<TopicPartition, Object> readFrom = new HashMap<>();
        try (Admin admin = Topics.admin(kafka)) {
            Map<TopicPartition, OffsetAndMetadata> committed = committed(admin, assigned);
            for (TopicPartition partition : assigned) {
                Start start = start(admin, partition, firstOffset(admin, partition, committed.get(partition)));
                starts.put(partition, start);
                readFrom.put(partition, start.readFrom());
            }
            return readFrom;
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
