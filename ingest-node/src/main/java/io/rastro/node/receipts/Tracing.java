package io.rastro.node.receipts;

import io.rastro.protocol.EventId;
import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.PublishedEvent;
import io.rastro.sinks.receipt.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where a receipt comes from: the journal, and what is behind it. */
public interface Tracing {

    /** What was persisted with this sequence number; empty when nothing was. Fails when the journal does not answer. */
    CompletionStage<Optional<JournalEvent>> journaled(String persistenceId, long seqNr);

    /**
     * @param event of that number, which has an item in this place
     * @param timeout how long the stores are asked together; null: as the settings say
     * @return empty when too many look-ups are under way
     */
    Optional<CompletionStage<Receipt>> behind(EventId id, PublishedEvent event, @Nullable Duration timeout);
}
