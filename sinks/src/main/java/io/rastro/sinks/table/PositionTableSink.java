package io.rastro.sinks.table;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.ConsumingSettings;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.ValueReader;
import java.util.Set;

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
 */
public final class PositionTableSink {

    private PositionTableSink() {}

    public static RunningSink run(
            ActorSystem<?> system,
            KafkaSettings kafka,
            ConsumingSettings consuming,
            TableSettings settings,
            PositionTable table,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        return ChunkedSink.run(
                system,
                kafka,
                consuming,
                settings,
                new ChunkedSink.Route<>(
                        "table",
                        settings.groupId(),
                        Set.of(kafka.topics().positions()),
                        () -> ValueReader.ofPositions(registry),
                        TracedPosition::courierId,
                        table::insert,
                        couriers -> {}),
                deadLetters,
                meters);
    }
}
