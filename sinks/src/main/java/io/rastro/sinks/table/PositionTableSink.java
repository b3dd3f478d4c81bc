package io.rastro.sinks.table;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.kafka.Subscriptions;
import akka.kafka.javadsl.Committer;
import akka.kafka.javadsl.Consumer;
import akka.pattern.Patterns;
import akka.stream.javadsl.Flow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rastro.sinks.Bounded;
import io.rastro.sinks.ConsumerLag;
import io.rastro.sinks.ConsumingSettings;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.PositionReader;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic {@code courier.positions} → table {@code courier_positions}. At least once; idempotent by the primary key, which
 * ends in the event id. The rows of {@code courier_days} and {@code courier_cells} by which they are found are there before
 * them.
 *
 * <p>The rows of one courier become visible in the order of the journal: when a row of an event is seen, all rows of
 * earlier events are there. A courier's positions are in one Kafka partition, in that order; they are written in one
 * statement after the other, and a chunk only after the one before it. A consumer that lost a partition and does not
 * know yet does no harm: like its successor, it began at a committed offset, below which everything is written, and
 * left nothing out since.
 *
 * <p>While Cassandra is away a chunk is tried again and again, and nothing more is read.
 */
public final class PositionTableSink {

    private static final Logger LOG = LoggerFactory.getLogger(PositionTableSink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final TableSettings settings;
    private final PositionTable table;
    private final DeadLetters deadLetters;
    private final Counter rows;
    private final Timer chunkTime;

    private PositionTableSink(
            ActorSystem<?> system,
            TableSettings settings,
            PositionTable table,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.system = system;
        this.settings = settings;
        this.table = table;
        this.deadLetters = deadLetters;
        this.rows = Counter.builder("rastro.table.rows")
                .description("rows written, again or for the first time")
                .register(meters);
        this.chunkTime = Timer.builder("rastro.table.chunk")
                .description("time to write a chunk")
                .register(meters);
    }

    public static RunningSink run(
            ActorSystem<?> system,
            KafkaSettings kafka,
            ConsumingSettings consuming,
            TableSettings settings,
            PositionTable table,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        PositionTableSink sink = new PositionTableSink(system, settings, table, deadLetters, meters);
        deadLetters.expectFrom(settings.groupId());
        var consumer = ConsumerLag.measured(consuming.consumerOf(kafka, settings.groupId()), "table", meters);
        return RunningSink.start(
                system,
                settings.groupId(),
                consuming,
                RunningSink.restarts("table", meters),
                () -> Consumer.committableSource(consumer, Subscriptions.topics(kafka.positionsTopic()))
                        .via(sink.gatherChunks(registry))
                        .via(sink.writeChunks())
                        .map(Chunk::offsets)
                        .via(Committer.flow(consuming.committerSettings())));
    }

    /** While one chunk is written the next one grows; when there is nothing to wait for it is not waited. */
    private Flow<CommittableMessage<String, byte[]>, Chunk, NotUsed> gatherChunks(SchemaRegistry registry) {
        PositionReader reader = new PositionReader(registry);
        return Flow.<CommittableMessage<String, byte[]>>create()
                .batch(settings.chunkRecords(), first -> new Chunk(reader, settings.groupId()).add(first), Chunk::add);
    }

    private Flow<Chunk, Chunk, NotUsed> writeChunks() {
        return Flow.<Chunk>create().mapAsync(1, chunk -> writeUntilDone(chunk, FIRST_PAUSE));
    }

    private CompletionStage<Chunk> writeUntilDone(Chunk chunk, Duration pause) {
        return write(chunk)
                .handle((written, failure) -> failure == null ? done(written) : again(chunk, pause, failure))
                .thenCompose(stage -> stage);
    }

    private static CompletionStage<Chunk> done(Chunk chunk) {
        return CompletableFuture.completedStage(chunk);
    }

    private CompletionStage<Chunk> again(Chunk chunk, Duration pause, Throwable failure) {
        LOG.warn("a chunk was not written, next try in {} ms: {}", pause.toMillis(), failure.toString());
        Duration longer = pause.multipliedBy(2);
        Duration next = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        return Patterns.after(pause, system.classicSystem(), () -> writeUntilDone(chunk, next));
    }

    private CompletionStage<Chunk> write(Chunk chunk) {
        Timer.Sample began = Timer.start();
        return Bounded.each(new ArrayList<>(chunk.couriers()), settings.parallelism(), table::insert)
                .thenCompose(inserted -> Bounded.each(
                        chunk.unreadable(),
                        settings.parallelism(),
                        poison -> deadLetters.send(settings.groupId(), poison.reason(), poison.record())))
                .thenApply(done -> {
                    began.stop(chunkTime);
                    rows.increment(chunk.rows());
                    return chunk;
                });
    }
}
