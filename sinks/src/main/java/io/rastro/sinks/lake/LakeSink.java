package io.rastro.sinks.lake;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.kafka.Subscriptions;
import akka.kafka.javadsl.Committer;
import akka.kafka.javadsl.Consumer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.ConsumerLag;
import io.rastro.sinks.ConsumingSettings;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.PositionReader;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/**
 * Topic {@code courier.positions} → Parquet files in S3, each event id in exactly one row of the lake.
 *
 * <p>Per Kafka partition the records are cut into batches [first offset, end offset). A batch becomes one file an hour
 * of the fixes' time, whose name holds the first offset; when all are uploaded, the end offset is committed. Whoever
 * does a batch again writes the same files over, because all that they depend on is the same again:
 *
 * <ul>
 *   <li>where it begins: at the committed offset;
 *   <li>where it ends: noted in the {@link LakeLedger} before the first upload, by whoever comes first;
 *   <li>which records are left out since they were published before: the {@link Watermarks} depend only on the records
 *       of a bounded stretch before each record, which is read again when a partition is assigned.
 * </ul>
 *
 * <p>So a crash at any point, and a consumer that has lost its partition and goes on for a while, change nothing. See
 * docs/adr/0004-lake-exactness.md.
 */
public final class LakeSink {

    private static final int MAX_PARTITIONS = 1_000;
    private static final Duration TICK = Duration.ofMillis(250);

    private final LakeSettings settings;
    private final SchemaRegistry registry;
    private final DeadLetters deadLetters;
    private final LakeLedger ledger;
    private final LakeFiles files;
    private final LakeMeters meters;

    private LakeSink(
            ActorSystem<?> system,
            LakeSettings settings,
            LakeLedger ledger,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.settings = settings;
        this.registry = registry;
        this.deadLetters = deadLetters;
        this.ledger = ledger;
        this.meters = LakeMeters.in(meters);
        this.files = new LakeFiles(system, settings, new PositionReader(registry), this.meters);
    }

    public static RunningSink run(
            ActorSystem<?> system,
            KafkaSettings kafka,
            ConsumingSettings consuming,
            LakeSettings settings,
            LakeLedger ledger,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        LakeSink sink = new LakeSink(system, settings, ledger, registry, deadLetters, meters);
        var consumer = ConsumerLag.measured(consuming.consumerOf(kafka, settings.groupId()), "lake", meters);
        var commitEach = consuming.committerSettings().withMaxBatch(1);
        RunningSink running = RunningSink.start(system, settings.groupId(), consuming, () -> {
            Assignment assignment = new Assignment(system, kafka, settings, ledger, sink.files);
            return Consumer.committablePartitionedManualOffsetSource(
                            consumer, Subscriptions.topics(kafka.positionsTopic()), assignment::offsets)
                    .flatMapMerge(
                            MAX_PARTITIONS,
                            partition -> sink.batches(partition, assignment)
                                    .via(sink.writeBatches())
                                    .map(Batch::offset)
                                    .via(Committer.flow(commitEach)));
        });
        running.ended().whenComplete((done, failure) -> sink.files.close());
        return running;
    }

    /** The records of one partition, cut into batches. */
    private Source<Batch, NotUsed> batches(
            Pair<TopicPartition, Source<CommittableMessage<String, byte[]>, NotUsed>> partition,
            Assignment assignment) {
        Source<Optional<CommittableMessage<String, byte[]>>, ?> ticks = Source.tick(TICK, TICK, Optional.empty());
        return partition.second().map(Optional::of).merge(ticks, true).statefulMapConcat(() -> {
            Lane lane = new Lane(assignment.startOf(partition.first()), settings, new PositionReader(registry));
            return lane::next;
        });
    }

    /** A partition's batches one after the other: end offset noted, files, dead letters. */
    private Flow<Batch, Batch, NotUsed> writeBatches() {
        return Flow.<Batch>create().mapAsync(1, batch -> meters.timed(() -> write(batch)));
    }

    private CompletionStage<Batch> write(Batch batch) {
        return ledger.fixEnd(batch)
                .thenCompose(fixed -> files.write(batch))
                .thenCompose(written -> keepUnreadable(batch))
                .thenApply(kept -> {
                    meters.written(batch);
                    return batch;
                });
    }

    private CompletionStage<Done> keepUnreadable(Batch batch) {
        return Bounded.each(
                        batch.unreadable(),
                        16,
                        poison -> deadLetters.send(settings.groupId(), poison.reason(), poison.record()))
                .thenApply(kept -> Done.getInstance());
    }
}
