package io.rastro.sharding.geofence;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.rastro.sharding.geofence.GeofenceKeeper.Applied;
import io.rastro.sharding.geofence.GeofenceKeeper.Changed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The geofences of the cluster. Each node has all of them in memory, so that a courier asks nobody; the store has them for
 * good.
 *
 * <p>Whoever changes one has it stored, and then waits for a moment until every node has it so. A node that could not be told
 * compares what it has with the store every 10 s.
 */
public final class Geofences {

    /** Each is looked at by every node, and read by it at its start. */
    public static final int MOST = 10_000;

    private static final Duration UNTIL_EVERYBODY_HAS_IT = Duration.ofSeconds(1);

    private final ActorSystem<?> system;
    private final GeofenceStore store;
    private final ActorRef<GeofenceKeeper.Command> own;
    private final CompletableFuture<Done> complete = new CompletableFuture<>();
    private volatile GeofenceIndex index = GeofenceIndex.EMPTY;
    private volatile Set<ActorRef<GeofenceKeeper.Command>> keepers;

    private Geofences(ActorSystem<?> system, GeofenceStore store) {
        this.system = system;
        this.store = store;
        this.own = system.systemActorOf(
                GeofenceKeeper.create(store, now -> index = now, complete), "geofences", Props.empty());
        this.keepers = Set.of(own);
        system.systemActorOf(followKeepers(), "geofences-of-all-nodes", Props.empty());
        system.receptionist().tell(Receptionist.register(GeofenceKeeper.KEY, own));
    }

    /** Once for each node. */
    public static Geofences start(ActorSystem<?> system, GeofenceStore store) {
        return new Geofences(system, store);
    }

    private Behavior<Receptionist.Listing> followKeepers() {
        return Behaviors.setup(context -> {
            system.receptionist().tell(Receptionist.subscribe(GeofenceKeeper.KEY, context.getSelf()));
            return Behaviors.receive(Receptionist.Listing.class)
                    .onMessage(Receptionist.Listing.class, listing -> {
                        Set<ActorRef<GeofenceKeeper.Command>> now =
                                new HashSet<>(listing.getServiceInstances(GeofenceKeeper.KEY));
                        now.add(own);
                        keepers = Set.copyOf(now);
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** When this node has read all of them once. */
    public CompletionStage<Done> complete() {
        return complete.minimalCompletionStage();
    }

    /** As this node knows them now. */
    public GeofenceIndex index() {
        return index;
    }

    /**
     * Stores one, in place of any with the same id.
     *
     * @return whether it is a new one; fails when it is not known to be stored
     */
    public CompletionStage<Boolean> put(Geofence geofence) {
        return store.write(geofence.id(), geofence.json())
                .thenCompose(isNew -> toldEverybody(geofence.id()).thenApply(told -> isNew));
    }

    /**
     * Couriers that are inside leave it with their next position.
     *
     * @return whether it was there; fails when it is not known to be gone
     */
    public CompletionStage<Boolean> delete(String id) {
        return store.delete(id).thenCompose(wasThere -> toldEverybody(id).thenApply(told -> wasThere));
    }

    /** Never fails: who was not told finds out by itself. */
    private CompletionStage<Void> toldEverybody(String id) {
        return CompletableFuture.allOf(keepers.stream()
                .map(keeper -> AskPattern.<GeofenceKeeper.Command, Applied>ask(
                                keeper, replyTo -> new Changed(id, replyTo), UNTIL_EVERYBODY_HAS_IT, system.scheduler())
                        .handle((applied, failure) -> Done.getInstance())
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
