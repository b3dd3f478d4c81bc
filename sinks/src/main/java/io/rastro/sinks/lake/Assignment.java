package io.rastro.sinks.lake;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.lake.LakeLedger.Entry;
import java.util.HashMap;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers where to begin when partitions are assigned: before the committed offsets, to warm the watermarks. */
final class Assignment {

    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
    private static final long TIMEOUT_SECONDS = 20;

    private final KafkaSettings kafka;
    private final LakeSettings settings;
    private final LakeLedger ledger;
    private final Executor blocking;
    private final Map<TopicPartition, Start> starts = new ConcurrentHashMap<>();

    Assignment(ActorSystem<?> system, KafkaSettings kafka, LakeSettings settings, LakeLedger ledger) {
        this.kafka = kafka;
        this.settings = settings;
        this.ledger = ledger;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.fromConfig("rastro.sinks.blocking-dispatcher"));
    }

    Start startOf(TopicPartition partition) {
        Start start = starts.get(partition);
        if (start == null) {
            throw new IllegalStateException("partition " + partition + " was not assigned");
        }
        return start;
    }

    /** The offset from which each partition is to be read. */
    CompletionStage<Map<TopicPartition, Object>> offsets(Set<TopicPartition> assigned) {
        return CompletableFuture.supplyAsync(() -> find(assigned), blocking);
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
