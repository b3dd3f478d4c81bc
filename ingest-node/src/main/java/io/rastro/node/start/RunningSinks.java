package io.rastro.node.start;

import akka.Done;
import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.lake.LakeSink;
import io.rastro.sinks.table.PositionTableSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The sinks of a node with role {@code sink}. */
record RunningSinks(List<RunningSink> sinks, DeadLetters deadLetters) {

    static RunningSinks start(ActorSystem<?> system, SinksSettings settings, Stores stores, MeterRegistry meters) {
        DeadLetters deadLetters = DeadLetters.open(settings.kafka(), settings.deadLetters(), stores.registry(), meters);
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
        if (settings.lake().enabled()) {
            sinks.add(LakeSink.run(
                    system,
                    settings.kafka(),
                    settings.consuming(),
                    settings.lake(),
                    stores.ledger(),
                    stores.registry(),
                    deadLetters,
                    meters));
        }
        return new RunningSinks(sinks, deadLetters);
    }

    /** Ends within the sinks' stop time-out. */
    CompletionStage<Done> drain() {
        CompletableFuture<?>[] drained = sinks.stream()
                .map(sink -> sink.drainAndStop().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(drained).handle((done, failure) -> {
            deadLetters.close();
            return Done.getInstance();
        });
    }
}
