package io.rastro.parcel;

import akka.actor.typed.ActorSystem;
import io.rastro.sharding.entity.Entities;
import io.rastro.sharding.entity.Entities.Shards;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** All parcels of the cluster, as a node sees them. */
public final class Parcels {

    private static final Duration ASK = Duration.ofSeconds(10);

    private final Entities<Parcel.Command> entities;

    private Parcels(Entities<Parcel.Command> entities) {
        this.entities = entities;
    }

    public static Parcels init(ActorSystem<?> system, String role, ParcelSurroundings surroundings) {
        return new Parcels(Entities.init(system, role, Parcel.start(surroundings), new Shards(8, ASK, ASK)));
    }

    public CompletionStage<ParcelReply> record(String parcelId, List<Scan> scans, long receivedAtMillis) {
        return entities.ask(
                parcelId, ParcelReply.class, replyTo -> new Parcel.Record(scans, receivedAtMillis, replyTo));
    }

    public CompletionStage<ParcelReply> get(String parcelId) {
        return entities.ask(parcelId, ParcelReply.class, Parcel.Get::new);
    }
}
