package io.rastro.parcel;

import io.rastro.protocol.Egress;
import io.rastro.sharding.entity.RecoveryTurns;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.journal.JournalWatch;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;

/** What every parcel of a node is given. */
public record ParcelSurroundings(
        Egress egress,
        JournalReader journal,
        JournalWatch journalWatch,
        OutboxBacklog backlog,
        RecoveryTurns recoveries,
        Duration publishTimeout,
        Duration passivateAfter) {}
