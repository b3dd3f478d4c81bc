package io.rastro.sharding.courier;

import io.rastro.protocol.Egress;
import io.rastro.sharding.area.Whereabouts;
import io.rastro.sharding.entity.RecoveryTurns;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.journal.JournalWatch;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.util.function.Supplier;

/** What every courier of a node is given. */
public record CourierSurroundings(
        CourierSettings settings,
        Egress egress,
        FixArchive archive,
        JournalReader journal,
        JournalWatch journalWatch,
        OutboxBacklog backlog,
        Whereabouts whereabouts,
        Supplier<GeofenceIndex> geofences,
        RecoveryTurns recoveries) {

    public CourierSurroundings(
            CourierSettings settings,
            Egress egress,
            FixArchive archive,
            JournalReader journal,
            JournalWatch journalWatch,
            OutboxBacklog backlog,
            Whereabouts whereabouts,
            Supplier<GeofenceIndex> geofences) {
        this(
                settings,
                egress,
                archive,
                journal,
                journalWatch,
                backlog,
                whereabouts,
                geofences,
                new RecoveryTurns(settings.recoveriesAtOnce()));
    }
}
