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

/** Answers where to begin when partitions are assigned: before the committed offsets, to warm the watermarks. */
final class Assignment {

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
                OffsetAndMetadata offset = committed.get(partition);
                long first = offset == null ? lookUp(admin, partition, OffsetSpec.earliest()) : offset.offset();
                Start start = start(admin, partition, first);
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

    private Start start(Admin admin, TopicPartition partition, long first)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<Long, Long> fixedEnds = get(ledger.from(partition, first).toCompletableFuture());
        Optional<Entry> before = get(ledger.upTo(partition, first - 1).toCompletableFuture());
        long readFrom = first;
        if (before.isPresent()) {
            long since = before.get().clockMillis() - settings.dedupeHorizon().toMillis();
            long bySince = lookUp(admin, partition, OffsetSpec.forTimestamp(since));
            long byDistance = Math.max(0, first - settings.dedupeRecords());
            readFrom = bySince < 0 ? first : Math.min(first, Math.max(bySince, byDistance));
        }
        return new Start(partition, first, readFrom, fixedEnds);
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
