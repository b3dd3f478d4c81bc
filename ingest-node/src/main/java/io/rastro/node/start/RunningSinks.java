package io.rastro.node.start;

import akka.Done;
import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.lake.LakeSink;
import io.rastro.sinks.orders.OrderTableSink;
import io.rastro.sinks.pix.PixTableSink;
import io.rastro.sinks.table.PositionTableSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The sinks of a node with role {@code sink}. */
record RunningSinks(List<RunningSink> sinks) {

    /** @param orderChanged see {@link OrderTableSink#run} */
    static RunningSinks start(
            ActorSystem<?> system,
            SinksSettings settings,
            Stores stores,
            DeadLetters deadLetters,
            Consumer<String> orderChanged,
            MeterRegistry meters) {
        List<RunningSink> sinks = new ArrayList<>();
        if (settings.table().enabled()) {
            sinks.add(PositionTableSink.run(
                    system,
                    settings.kafka(),
                    settings.consuming(),
                    settings.table(),
                    stores.table(),
                    stores.registry(),
                    deadLetters,
                    meters));
        }
        if (settings.orders().enabled()) {
            sinks.add(OrderTableSink.run(
                    system, settings, stores.orders(), stores.registry(), deadLetters, orderChanged, meters));
        }
        if (settings.pix().enabled()) {
            sinks.add(PixTableSink.run(system, settings, stores.pix(), stores.registry(), deadLetters, meters));
        }
        sinks.addAll(LakeSink.runAll(system, settings, stores.ledger(), stores.registry(), deadLetters, meters));
        return new RunningSinks(sinks);
    }

    /** Ends within the sinks' stop time-out. */
    CompletionStage<Done> drain() {
        CompletableFuture<?>[] drained = sinks.stream()
                .map(sink -> sink.drainAndStop().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(drained).handle((done, failure) -> Done.getInstance());
    }
}
