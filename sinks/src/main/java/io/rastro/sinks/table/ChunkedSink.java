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
import io.rastro.sinks.kafka.ValueReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics → a table, at least once: records are written in chunks, what cannot be read goes to the dead letters, and offsets are
 * committed behind the writes. The items of one key are written in the order of their topic (of several
 * topics in any order between them), and a chunk only after the one before it.
 *
 * <p>While the table's store is away a chunk is tried again and again, and nothing more is read.
 */
public final class ChunkedSink<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkedSink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final TableSettings settings;
    private final Route<T> route;
    private final DeadLetters deadLetters;
    private final Counter rows;
    private final Timer chunkTime;

    private ChunkedSink(
            ActorSystem<?> system,
            TableSettings settings,
            Route<T> route,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.system = system;
        this.settings = settings;
        this.route = route;
        this.deadLetters = deadLetters;
        this.rows = Counter.builder("rastro." + route.sink() + ".rows")
                .description("rows written, again or for the first time")
                .register(meters);
        this.chunkTime = Timer.builder("rastro." + route.sink() + ".chunk")
                .description("time to write a chunk")
                .register(meters);
    }

    /**
     * From where to where.
     *
     * @param sink as the metrics name it
     * @param groupId the consumer group, and the source of the dead letters
     * @param reader a new one each time: it is not thread-safe
     * @param keyOf what items are written together by
     * @param insert writes items of one key; to write them again changes nothing
     * @param written told of a chunk's keys when their rows are there, at least once; on any thread, must neither block nor throw
     */
    public record Route<T>(
            String sink,
            String groupId,
            Set<String> topics,
            Supplier<ValueReader<T>> reader,
            Function<T, String> keyOf,
            Function<List<T>, CompletionStage<Void>> insert,
            java.util.function.Consumer<Set<String>> written) {}

    /** @param settings how much is written together and at a time */
    public static <T> RunningSink run(
            ActorSystem<?> system,
            KafkaSettings kafka,
            ConsumingSettings consuming,
            TableSettings settings,
            Route<T> route,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        ChunkedSink<T> sink = new ChunkedSink<>(system, settings, route, deadLetters, meters);
        deadLetters.expectFrom(route.groupId());
        var consumer = ConsumerLag.measured(consuming.consumerOf(kafka, route.groupId()), route.sink(), meters);
        return RunningSink.start(
                system,
                route.groupId(),
                consuming,
                RunningSink.restarts(route.sink(), meters),
                () -> Consumer.committableSource(consumer, Subscriptions.topics(route.topics()))
                        .via(sink.gatherChunks())
                        .via(sink.writeChunks())
                        .map(Chunk::offsets)
                        .via(Committer.flow(consuming.committerSettings())));
    }

    /** While one chunk is written the next one grows; when there is nothing to wait for it is not waited. */
    private Flow<CommittableMessage<String, byte[]>, Chunk<T>, NotUsed> gatherChunks() {
        ValueReader<T> reader = route.reader().get();
        return Flow.<CommittableMessage<String, byte[]>>create()
                .batch(
                        settings.chunkRecords(),
                        first -> new Chunk<>(reader, route.keyOf(), route.groupId()).add(first),
                        Chunk::add);
    }

    private Flow<Chunk<T>, Chunk<T>, NotUsed> writeChunks() {
        return Flow.<Chunk<T>>create().mapAsync(1, chunk -> writeUntilDone(chunk, FIRST_PAUSE));
    }

    private CompletionStage<Chunk<T>> writeUntilDone(Chunk<T> chunk, Duration pause) {
        return write(chunk)
                .handle((written, failure) ->
                        failure == null ? CompletableFuture.completedStage(written) : again(chunk, pause, failure))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Chunk<T>> again(Chunk<T> chunk, Duration pause, Throwable failure) {
        LOG.warn(
                "a chunk was not written, next try in {} ms sink={}: {}",
                pause.toMillis(),
                route.sink(),
                failure.toString());
        Duration longer = pause.multipliedBy(2);
        Duration next = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        return Patterns.after(pause, system.classicSystem(), () -> writeUntilDone(chunk, next));
    }

    private CompletionStage<Chunk<T>> write(Chunk<T> chunk) {
        Timer.Sample began = Timer.start();
        return Bounded.each(new ArrayList<>(chunk.byKey().values()), settings.parallelism(), route.insert())
                .thenCompose(inserted -> {
                    route.written().accept(chunk.byKey().keySet());
                    return Bounded.each(
                            chunk.unreadable(),
                            settings.parallelism(),
                            poison -> deadLetters.send(route.groupId(), poison.reason(), poison.record()));
                })
                .thenApply(done -> {
                    began.stop(chunkTime);
                    rows.increment(chunk.rows());
                    return chunk;
                });
    }
}
