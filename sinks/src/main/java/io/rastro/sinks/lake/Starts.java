package io.rastro.sinks.lake;

import akka.Done;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.Topics;
import io.rastro.sinks.lake.LakeLedger.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where the lake goes on with a partition that it is assigned. */
final class Starts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    private static final Duration FIND_TIMEOUT = Duration.ofSeconds(10);

    private final Admin admin;
    private final LakeSettings settings;
    private final LakeLedger ledger;

    Starts(KafkaSettings kafka, LakeSettings settings, LakeLedger ledger) {
        this.admin = Topics.admin(kafka);
        this.settings = settings;
        this.ledger = ledger;
    }

    /** Fails with an {@link IllegalStateException} when Kafka or Cassandra does not say within ten seconds. */
    CompletionStage<Start> of(TopicPartition partition) {
        return within(
                partition,
                committed(partition)
                        .thenCompose(committed -> requireSameTopic(partition, committed)
                                .thenCompose(same -> start(partition, committed))));
    }

    /** Fails with an {@link IllegalStateException} when Kafka has less than the lake, or does not say. */
    CompletionStage<Done> requireSameTopic(TopicPartition partition) {
        return within(partition, committed(partition).thenCompose(committed -> requireSameTopic(partition, committed)));
    }

    private static <T> CompletionStage<T> within(TopicPartition partition, CompletionStage<T> lookUp) {
        return lookUp.toCompletableFuture()
                .orTimeout(FIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(understood(partition, failure)));
    }

    private static Throwable understood(TopicPartition partition, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IllegalStateException
                ? cause
                : new IllegalStateException(
                        "Kafka or Cassandra does not say where the lake has to go on with " + partition, cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private CompletionStage<Start> start(TopicPartition partition, Optional<OffsetAndMetadata> committed) {
        return lookUp(partition, OffsetSpec.earliest())
                .thenCompose(earliest -> firstOffset(partition, committed, earliest)
                        .thenCompose(first -> behindWhatIsForgotten(partition, first, earliest))
                        .thenCompose(first -> readFrom(partition, first)
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
            TopicPartition partition, Optional<OffsetAndMetadata> committed, long earliest) {
        if (committed.isEmpty()) {
            return withoutOffset(partition, earliest);
        }
        long offset = committed.get().offset();
        return ledger.upTo(partition, offset - 1)
                .thenApply(noted -> noted.filter(batch -> batch.endOffset() > offset)
                        .map(Entry::firstOffset)
                        .orElse(offset));
    }

    /**
     * The group is new, or Kafka has forgotten it (deleted, or without members for as long as offsets are kept). Then
     * the last noted batch is where to go on: an end is noted only after the batch before it was written.
     */
    private CompletionStage<Long> withoutOffset(TopicPartition partition, long earliest) {
        return ledger.upTo(partition, Long.MAX_VALUE).thenApply(last -> {
            if (last.isEmpty()) {
                return earliest;
            }
            LOG.warn(
                    "the lake's committed offset is gone, it goes on at the last batch that is noted partition={}"
                            + " first={}",
                    partition,
                    last.get().firstOffset());
            return last.get().firstOffset();
        });
    }

    /** Fails with an {@link IllegalStateException} when Kafka has less than the lake. */
    private CompletionStage<Done> requireSameTopic(TopicPartition partition, Optional<OffsetAndMetadata> committed) {
        return ledger.upTo(partition, Long.MAX_VALUE).thenCompose(last -> {
            long archived = Math.max(
                    last.map(Entry::endOffset).orElse(0L),
                    committed.map(OffsetAndMetadata::offset).orElse(0L));
            return lookUp(partition, OffsetSpec.latest()).thenApply(latest -> {
                if (archived > latest) {
                    throw new IllegalStateException("the lake holds " + partition + " up to offset " + archived
                            + ", and Kafka only up to " + latest + ": the topic was made anew, or has lost its end,"
                            + " and the same names of files would replace what is archived. Give the lake another"
                            + " bucket and keyspace (rastro.sinks.lake)");
                }
                return Done.getInstance();
            });
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
    private CompletionStage<Long> readFrom(TopicPartition partition, long first) {
        return ledger.upTo(partition, first - 1).thenCompose(before -> {
            if (before.isEmpty()) {
                return CompletableFuture.completedStage(first);
            }
            long since = before.get().clockMillis() - settings.dedupeHorizon().toMillis();
            long byDistance = Math.max(0, first - settings.dedupeRecords());
            return lookUp(partition, OffsetSpec.forTimestamp(since))
                    .thenApply(bySince -> bySince < 0 ? first : Math.min(first, Math.max(bySince, byDistance)));
        });
    }

    private CompletionStage<Optional<OffsetAndMetadata>> committed(TopicPartition partition) {
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
        return admin.listConsumerGroupOffsets(
                        Map.of(settings.groupId(), spec), new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(settings.groupId())
                .toCompletionStage()
                .thenApply(offsets -> Optional.ofNullable(offsets.get(partition)));
    }

    private CompletionStage<Long> lookUp(TopicPartition partition, OffsetSpec spec) {
        return admin.listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .toCompletionStage()
                .thenApply(ListOffsetsResultInfo::offset);
    }
}
