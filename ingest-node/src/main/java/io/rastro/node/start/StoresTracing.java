package io.rastro.node.start;

import akka.Done;
import akka.actor.typed.ActorSystem;
import io.rastro.node.receipts.Tracing;
import io.rastro.protocol.EventId;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.PublishedEvent;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.lake.LakeArchive;
import io.rastro.sinks.receipt.Receipt;
import io.rastro.sinks.receipt.Receipts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Receipts from the journal and the stores of the sinks. */
record StoresTracing(JournalReader journal, Receipts receipts) implements Tracing {

    static StoresTracing open(ActorSystem<?> system, SinksSettings settings, Stores stores, JournalReader journal) {
        LakeArchive archive = new LakeArchive(system, settings.lake());
        return new StoresTracing(
                journal, new Receipts(settings, stores.table(), stores.pix(), stores.ledger(), archive));
    }

    CompletionStage<Done> end() {
        receipts.close();
        return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public CompletionStage<Optional<JournalEvent>> journaled(String persistenceId, long seqNr) {
        return journal.read(persistenceId, seqNr, seqNr, 1)
                .thenApply(events -> events.stream()
                        .filter(entry -> entry.seqNr() == seqNr)
                        .map(JournalReader.Entry::event)
                        .findFirst());
    }

    @Override
    public Optional<CompletionStage<Receipt>> behind(EventId id, PublishedEvent event, @Nullable Duration timeout) {
        return receipts.find(id, event, timeout);
    }
}
