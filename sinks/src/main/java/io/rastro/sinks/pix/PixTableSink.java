package io.rastro.sinks.pix;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.table.ChunkedSink;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The topics of what happened on Pix accounts → the tables of {@link PixTable}. At least once; idempotent by the primary keys,
 * which have the journal event in them. Rows become visible in any order; {@link PixProgress} says which are there.
 */
public final class PixTableSink {

    private PixTableSink() {}

    /**
     * @param topics each of one kind
     * @param reader of all of them; a new one each time
     */
    public static RunningSink run(
            ActorSystem<?> system,
            SinksSettings settings,
            Set<String> topics,
            Supplier<ValueReader<TracedPix>> reader,
            PixTable table,
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
                        topics,
                        reader,
                        TracedPix::accountId,
                        table::insert,
                        accounts -> {}),
                deadLetters,
                meters);
    }
}
