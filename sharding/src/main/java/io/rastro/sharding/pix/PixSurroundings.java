package io.rastro.sharding.pix;

import io.rastro.protocol.Egress;
import io.rastro.sharding.entity.RecoveryTurns;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.journal.JournalWatch;
import io.rastro.sharding.outbox.OutboxBacklog;

/** What every Pix account of a node is given. */
public record PixSurroundings(
        PixSettings settings,
        Egress egress,
        PixArchive archive,
        JournalReader journal,
        JournalWatch journalWatch,
        OutboxBacklog backlog,
        RecoveryTurns recoveries) {

    public PixSurroundings(
            PixSettings settings,
            Egress egress,
            PixArchive archive,
            JournalReader journal,
            JournalWatch journalWatch,
            OutboxBacklog backlog) {
        this(settings, egress, archive, journal, journalWatch, backlog, new RecoveryTurns(settings.recoveriesAtOnce()));
    }
}
