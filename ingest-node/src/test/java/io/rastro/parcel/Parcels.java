package io.rastro.parcel;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Source;
import io.rastro.sharding.entity.Entities;
import io.rastro.sharding.entity.Entities.Shards;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** All parcels of the cluster, as a node sees them. */
public final class Parcels {

    private static final Duration ASK = Duration.ofSeconds(10);

    private final Entities<Parcel.Command> entities;

    private final JournalReader journal;

    private Parcels(Entities<Parcel.Command> entities, JournalReader journal) {
        this.entities = entities;
        this.journal = journal;
    }

    public static Parcels init(ActorSystem<?> system, String role, ParcelSurroundings surroundings) {
        return new Parcels(
                Entities.init(system, role, Parcel.start(surroundings), new Shards(8, ASK, ASK)),
                surroundings.journal());
    }

    public CompletionStage<ParcelReply> record(String parcelId, List<Scan> scans, long receivedAtMillis) {
        return entities.ask(
                parcelId, ParcelReply.class, replyTo -> new Parcel.Record(scans, receivedAtMillis, replyTo));
    }

    public CompletionStage<ParcelReply> get(String parcelId) {
        return entities.ask(parcelId, ParcelReply.class, Parcel.Get::new);
    }

    /** @param from what the client has seen; empty: the newest scan, then what comes */
    public Source<LiveFrame, NotUsed> live(String parcelId, Optional<Cursor> from) {
        Watched watched = new Watched(
                parcelId,
                Parcel.persistenceId(parcelId),
                journal,
                ScanFrame.ITEMS,
                (cursor, watcher) -> entities.tell(parcelId, new Parcel.Watch(cursor, watcher)));
        return LiveSession.frames(watched, from);
    }
}
