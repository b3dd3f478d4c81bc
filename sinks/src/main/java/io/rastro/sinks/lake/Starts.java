package io.rastro.sinks.lake;

import akka.kafka.ConsumerSettings;
import akka.kafka.RestrictedConsumer;
import akka.kafka.javadsl.PartitionAssignmentHandler;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.lake.LakeLedger.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
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
    private static final Duration FIND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
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
     * Why a lane to which an offset came has not got those before it. Blocks, for some fifteen seconds at most.
     *
     * @throws IllegalStateException or {@link org.apache.kafka.common.KafkaException} when Kafka does not say
     */
    Lane.Gap between(TopicPartition partition, long from, long before) {
        Consumer<String, byte[]> probe = consumer.withProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
                .createKafkaConsumer();
        try {
            probe.assign(List.of(partition));
            long begins = probe.beginningOffsets(List.of(partition), PROBE_TIMEOUT).values().stream()
                    .reduce(0L, Math::max);
            probe.seek(partition, Math.max(from, begins));
            if (hasRecords(probe, partition, before)) {
                return Lane.Gap.LEFT_OUT;
            }
            return begins > from ? Lane.Gap.FORGOTTEN : Lane.Gap.NO_RECORDS;
        } catch (OffsetOutOfRangeException justNow) {
            return Lane.Gap.FORGOTTEN;
        } finally {
            probe.close(POLL);
        }
    }

    private static boolean hasRecords(Consumer<?, ?> probe, TopicPartition partition, long before) {
        long end = System.nanoTime() + PROBE_TIMEOUT.toNanos();
        while (System.nanoTime() - end < 0) {
            if (probe.position(partition, PROBE_TIMEOUT) >= before) {
                return false;
            }
            ConsumerRecords<?, ?> records = probe.poll(POLL);
            if (!records.isEmpty()) {
                return records.iterator().next().offset() < before;
            }
        }
        throw new IllegalStateException("Kafka does not say what it has of " + partition + " before " + before);
    }

    /** Below {@code akka.kafka.consumer.commit-timeout}: commits wait meanwhile. */
    private List<Start> find(Set<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return List.of();
        }
        Admin admin = Topics.admin(kafka);
        try {
            return committed(admin, assigned)
                    .thenCompose(committed -> all(assigned, partition -> start(admin, partition, committed)))
                    .toCompletableFuture()
                    .get(FIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalStateException known ? known : unknown(e);
        } catch (TimeoutException e) {
            throw unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while finding where the lake has to go on", e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static IllegalStateException unknown(Exception cause) {
        return new IllegalStateException("Kafka or Cassandra does not say where the lake has to go on", cause);
    }

    private static CompletionStage<List<Start>> all(
            Set<TopicPartition> assigned, Function<TopicPartition, CompletionStage<Start>> find) {
        List<CompletableFuture<Start>> asked = assigned.stream()
                .map(partition -> find.apply(partition).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<Start> start(
            Admin admin, TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> committed) {
        return lookUp(admin, partition, OffsetSpec.earliest())
                .thenCompose(earliest -> firstOffset(admin, partition, committed.get(partition), earliest)
                        .thenCompose(first -> behindWhatIsForgotten(partition, first, earliest))
                        .thenCompose(first -> readFrom(admin, partition, first)
                                .thenCombine(
                                        ledger.from(partition, first),
                                        (from, decided) ->
                                                new Start(partition, first, Math.max(from, earliest), decided))));
    }

    /**
     * The committed offset. One that lies within a noted batch, as somebody may set it by hand, is taken back to where
     * that begins: some of its rows would be in two files otherwise.
     */
    private CompletionStage<Long> firstOffset(
            Admin admin, TopicPartition partition, @Nullable OffsetAndMetadata committed, long earliest) {
        if (committed == null) {
            return withoutOffset(admin, partition, earliest);
        }
        long offset = committed.offset();
        return ledger.upTo(partition, offset - 1)
                .thenApply(noted -> noted.filter(batch -> batch.endOffset() > offset)
                        .map(Entry::firstOffset)
                        .orElse(offset));
    }

    /**
     * The group is new, or Kafka has forgotten it (deleted, or without members for as long as offsets are kept). Then
     * the last noted batch is where to go on: an end is noted only after the batch before it was written. Fails with an
     * {@link IllegalStateException} when Kafka has less than that: it is another topic of the same name.
     */
    private CompletionStage<Long> withoutOffset(Admin admin, TopicPartition partition, long earliest) {
        return ledger.upTo(partition, Long.MAX_VALUE)
                .thenCombine(lookUp(admin, partition, OffsetSpec.latest()), (last, latest) -> {
                    if (last.isEmpty()) {
                        return earliest;
                    }
                    if (last.get().endOffset() > latest) {
                        throw new IllegalStateException("the lake holds " + partition + " up to offset "
                                + last.get().endOffset()
                                + ", which Kafka does not have: the topic was made anew, and the same names"
                                + " of files would replace what is archived. Give the lake another bucket and keyspace"
                                + " (rastro.sinks.lake)");
                    }
                    LOG.warn(
                            "the lake's committed offset is gone, it goes on at the last batch that is noted partition={}"
                                    + " first={}",
                            partition,
                            last.get().firstOffset());
                    return last.get().firstOffset();
                });
    }

    /**
     * Retention may have removed the first records, or all, of batches that are noted. Their files may be complete already,
     * and could only be written with fewer rows now: they are left as they are, and the next batch begins behind them.
     */
    private CompletionStage<Long> behindWhatIsForgotten(TopicPartition partition, long first, long earliest) {
        if (earliest <= first) {
            return CompletableFuture.completedStage(first);
        }
        return ledger.upTo(partition, earliest - 1).thenApply(noted -> {
            long end = noted.map(Entry::endOffset).orElse(first);
            if (end <= first) {
                return first;
            }
            LOG.error(
                    "Kafka no longer has all of batches that may not be in the lake partition={} first={} earliest={}"
                            + " next={}",
                    partition,
                    first,
                    earliest,
                    end);
            return end;
        });
    }

    /** Far enough before the first batch to recognise what was published before. */
    private CompletionStage<Long> readFrom(Admin admin, TopicPartition partition, long first) {
        return ledger.upTo(partition, first - 1).thenCompose(before -> {
            if (before.isEmpty()) {
                return CompletableFuture.completedStage(first);
            }
            long since = before.get().clockMillis() - settings.dedupeHorizon().toMillis();
            long byDistance = Math.max(0, first - settings.dedupeRecords());
            return lookUp(admin, partition, OffsetSpec.forTimestamp(since))
                    .thenApply(bySince -> bySince < 0 ? first : Math.min(first, Math.max(bySince, byDistance)));
        });
    }

    private CompletionStage<Map<TopicPartition, OffsetAndMetadata>> committed(
            Admin admin, Set<TopicPartition> assigned) {
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(assigned);
        return admin.listConsumerGroupOffsets(
                        Map.of(settings.groupId(), spec), new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(settings.groupId())
                .toCompletionStage();
    }

    private static CompletionStage<Long> lookUp(Admin admin, TopicPartition partition, OffsetSpec spec) {
        return admin.listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .toCompletionStage()
                .thenApply(ListOffsetsResultInfo::offset);
    }
}
