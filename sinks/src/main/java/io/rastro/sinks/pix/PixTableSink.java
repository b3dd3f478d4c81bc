package io.rastro.sinks.pix;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.table.ChunkedSink;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The topics of what happened on Pix accounts → the tables of {@link PixTable}. At least once; idempotent by the primary keys,
 * which have the journal event in them. Rows become visible in any order; {@link PixProgress} says which are there.
 */
public final class PixTableSink {

    private PixTableSink() {}

    public static RunningSink run(
            ActorSystem<?> system,
            SinksSettings settings,
            PixTable table,
            SchemaRegistry registry,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        return ChunkedSink.run(
                system,
                settings.kafka(),
                settings.consuming().readingAs(settings.pix().consumer()),
                settings.table(),
                new ChunkedSink.Route<>(
                        "pix",
                        settings.pix().groupId(),
                        Arrays.stream(PixKind.values())
                                .map(settings.kafka().topics()::of)
                                .collect(Collectors.toUnmodifiableSet()),
                        () -> ValueReader.ofPix(registry),
                        TracedPix::accountId,
                        table::insert,
                        accounts -> {}),
                deadLetters,
                meters);
    }
}
