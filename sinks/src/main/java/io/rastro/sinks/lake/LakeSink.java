package io.rastro.sinks.lake;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.kafka.ConsumerSettings;
import akka.kafka.Subscriptions;
import akka.kafka.javadsl.Committer;
import akka.kafka.javadsl.Consumer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.ConsumerLag;
import io.rastro.sinks.ConsumingSettings;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.lake.Uploads.NoLongerWantedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics → Parquet files in S3, a {@link Dataset} each, each event id in exactly one row of the lake.
 *
 * <p>Per Kafka partition the records are cut into batches [first offset, end offset). A batch becomes one file an hour
 * of the rows' time, whose name holds the first offset; when all are uploaded, the end offset is committed. Whoever
 * does a batch again writes the same files over, because all that they depend on is the same again:
 *
 * <ul>
 *   <li>where it begins: at the committed offset;
 *   <li>where it ends: noted in the {@link LakeLedger} before the first upload, by whoever comes first;
 *   <li>which records cannot be read: noted with the end;
 *   <li>which records are left out since they were published before: the {@link Watermarks} depend only on the records
 *       of a bounded stretch before each record, which is read back before a partition's first one.
 * </ul>
 *
 * <p>While S3 is away a batch is tried again and again, and nothing more is read of its partition.
 *
 * <p>So a crash at any point, and a consumer that has lost its partition and goes on for a while, change nothing. See
 * docs/adr/0004-lake-exactness.md.
 */
public final class LakeSink {

    private static final Logger LOG = LoggerFactory.getLogger(LakeSink.class);
    private static final int MAX_PARTITIONS_OF_A_TOPIC = 1_000;
    private static final int CLAIMS_AT_A_TIME = 16;
    private static final Duration TICK = Duration.ofMillis(250);

    private final LakeSettings settings;
    private final Map<String, Dataset<?>> datasets;
    private final SchemaRegistry registry;
    private final DeadLetters deadLetters;
    private final LakeLedger ledger;
    private final Uploads uploads;
    private final LakeFiles files;
    private final LakeMeters meters;

    private LakeSink(
            ActorSystem<?> system,
            LakeGroup group,
            LakeLedger ledger,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.settings = group.settings();
        this.datasets = group.byTopic();
        this.registry = registry;
        this.deadLetters = deadLetters;
        this.ledger = ledger;
        this.meters = LakeMeters.in(meters, group.sink());
        this.uploads = new Uploads(system, settings, this.meters, Uploads.Pauses.USUAL);
        this.files = new LakeFiles(uploads, filesByTopic());
    }

    /** Those of the whole lake that are enabled. */
    public static List<RunningSink> runAll(
            ActorSystem<?> system,
            SinksSettings sinks,
            LakeLedger ledger,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        List<LakeGroup> groups = LakeGroup.enabled(sinks);
        warnOfTooLittleMemory(groups, sinks.kafka().partitions());
        return groups.stream()
                .map(group -> run(system, sinks, group, ledger, registry, deadLetters, meters))
                .toList();
    }

    public static RunningSink run(
            ActorSystem<?> system,
            SinksSettings sinks,
            LakeGroup group,
            LakeLedger ledger,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        LakeSink sink = new LakeSink(system, group, ledger, registry, deadLetters, meters);
        ConsumingSettings consuming = sinks.consuming();
        String groupId = group.settings().groupId();
        var unmeasured = consuming.consumerOf(sinks.kafka(), groupId);
        var consumer = ConsumerLag.measured(unmeasured, group.sink(), meters);
        var commitEach = consuming.committerSettings().withMaxBatch(1);
        Counter restarts = RunningSink.restarts(group.sink(), meters);
        deadLetters.expectFrom(groupId);
        sink.createBucketIfMissing();
        Starts starts = new Starts(sinks.kafka(), group.settings(), ledger);
        RunningSink running = RunningSink.start(
                system,
                groupId,
                consuming,
                restarts,
                () -> Consumer.committablePartitionedSource(consumer, Subscriptions.topics(sink.datasets.keySet()))
                        .flatMapMerge(
                                sink.datasets.size() * MAX_PARTITIONS_OF_A_TOPIC,
                                partition -> sink.lane(starts, partition, unmeasured)
                                        .map(Batch::offset)
                                        .filter(Optional::isPresent)
                                        .map(Optional::get)
                                        .via(Committer.flow(commitEach))));
        running.ended().whenComplete((done, failure) -> {
            starts.close();
            sink.files.close();
        });
        return running;
    }

    private Map<String, ParquetFiles<?>> filesByTopic() {
        Map<String, ParquetFiles<?>> files = new HashMap<>();
        datasets.forEach((topic, dataset) -> files.put(topic, filesOf(dataset)));
        return files;
    }

    private <T> ParquetFiles<T> filesOf(Dataset<T> dataset) {
        return new ParquetFiles<>(dataset, dataset.reader(registry::byId), settings.zstdLevel());
    }

    /** One node may get every partition, and an outage of S3 fills each of them to its bound. */
    private static void warnOfTooLittleMemory(List<LakeGroup> groups, int partitions) {
        long most =
                groups.stream().mapToLong(group -> group.mostBytes(partitions)).sum();
        long heap = Runtime.getRuntime().maxMemory();
        if (most > heap / 2) {
            LOG.warn(
                    "while S3 is away the lake may hold more than half of the heap: lower max-size in rastro.sinks.lake and"
                            + " rastro.sinks.pix-lake, or give nodes more memory mib={} heapMib={} partitions={}",
                    most >> 20,
                    heap >> 20,
                    partitions);
        }
    }

    /** An outage of S3 does not keep the sink from starting, nor a bucket that cannot be asked for. */
    private void createBucketIfMissing() {
        uploads.createBucketIfMissing().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("the bucket cannot be looked at yet bucket={}: {}", settings.bucket(), failure.toString());
            }
        });
    }

    /**
     * One partition's batches, written, until it is somebody else's. Where they begin is looked up when the first record
     * comes, so that the group's source runs, and can be stopped, from the beginning.
     */
    private Source<Batch, NotUsed> lane(
            Starts starts,
            Pair<TopicPartition, Source<CommittableMessage<String, byte[]>, NotUsed>> partition,
            ConsumerSettings<String, byte[]> consumer) {
        AtomicBoolean ended = new AtomicBoolean();
        BooleanSupplier isWanted = () -> !ended.get();
        Flow<CommittableMessage<String, byte[]>, Batch, NotUsed> nothing =
                Flow.fromSinkAndSource(Sink.cancelled(), Source.empty());
        Source<CommittableMessage<String, byte[]>, NotUsed> refusal = Source.completionStage(
                        unlessEnded(starts.requireSameTopic(partition.first()), isWanted, Done.getInstance()))
                .mapConcat(fine -> List.of());
        return partition
                .second()
                .watchTermination((nobody, end) -> {
                    end.whenComplete((done, failure) -> ended.set(true));
                    return nobody;
                })
                .merge(refusal)
                .via(Flow.lazyCompletionStageFlow(() -> unlessEnded(
                        starts.of(partition.first())
                                .thenApply(start -> Flow.fromGraph(new Gapless(
                                                start.readFrom(),
                                                new ReadBack(consumer, start, meters, isWanted),
                                                isWanted))
                                        .via(cutIntoBatches(start, datasetOf(partition.first())))),
                        isWanted,
                        nothing)))
                .via(writeBatches(isWanted));
    }

    /** The others go on, whatever could not be looked up for a lane that has ended. */
    private static <T> CompletionStage<T> unlessEnded(CompletionStage<T> lookUp, BooleanSupplier isWanted, T instead) {
        return lookUp.exceptionallyCompose(failure -> isWanted.getAsBoolean()
                ? CompletableFuture.failedStage(failure)
                : CompletableFuture.completedStage(instead));
    }

    private Dataset<?> datasetOf(TopicPartition partition) {
        return Objects.requireNonNull(datasets.get(partition.topic()));
    }

    private <T> Flow<Arrival.Message, Batch, NotUsed> cutIntoBatches(Start start, Dataset<T> dataset) {
        Source<Arrival, ?> ticks = Source.tick(TICK, TICK, Arrival.Tick.TICK);
        return Flow.<Arrival.Message>create()
                .map(message -> (Arrival) message)
                .merge(ticks, true)
                .statefulMapConcat(() -> {
                    Lane<T> lane = new Lane<>(start, settings, dataset, dataset.reader(registry::byId));
                    return lane::next;
                });
    }

    /**
     * A partition's batches one after the other: end offset noted, files, dead letters. Ends with the first batch that
     * is left undone because it is no longer wanted: what lies behind it must not be committed.
     */
    private Flow<Batch, Batch, NotUsed> writeBatches(BooleanSupplier isWanted) {
        return Flow.<Batch>create()
                .mapAsync(1, batch -> meters.timed(() -> write(batch, isWanted)))
                .takeWhile(Optional::isPresent)
                .map(Optional::get);
    }

    /** Empty: it was no longer wanted. */
    private CompletionStage<Optional<Batch>> write(Batch batch, BooleanSupplier isWanted) {
        return ledger.fixEnd(batch)
                .thenCompose(fixed -> claimRetried(batch))
                .thenCompose(claimed -> files.write(batch, isWanted))
                .thenCompose(written -> keepUnreadable(batch))
                .thenApply(kept -> {
                    meters.written(batch);
                    return Optional.of(batch);
                })
                .exceptionally(LakeSink::leftUndone);
    }

    /** Of the copies of one event the first that comes here is its row, and stays so. */
    private CompletionStage<Void> claimRetried(Batch batch) {
        Set<Batch.Retried> claimed = ConcurrentHashMap.newKeySet();
        return Bounded.each(
                        batch.retried(),
                        CLAIMS_AT_A_TIME,
                        copy -> ledger.claims()
                                .claim(copy.eventId(), batch.partition(), copy.offset())
                                .thenAccept(isRow -> {
                                    if (isRow) {
                                        claimed.add(copy);
                                    }
                                }))
                .thenRun(() -> batch.addRowsOf(claimed));
    }

    private static Optional<Batch> leftUndone(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoLongerWantedException) {
            LOG.info("a batch is left undone: {}", cause.getMessage());
            return Optional.empty();
        }
        throw failure instanceof CompletionException known ? known : new CompletionException(failure);
    }

    private CompletionStage<Done> keepUnreadable(Batch batch) {
        return Bounded.each(
                        batch.unreadable(),
                        16,
                        poison -> deadLetters.send(settings.groupId(), poison.reason(), poison.record()))
                .thenApply(kept -> Done.getInstance());
    }
}
