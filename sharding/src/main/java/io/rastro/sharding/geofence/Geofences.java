package io.rastro.sharding.geofence;

import akka.Done;
import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import io.rastro.sharding.geofence.GeofenceKeeper.Applied;
import io.rastro.sharding.geofence.GeofenceKeeper.Changed;
import io.rastro.sharding.remote.Others;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The geofences of the cluster. Each node has all of them in memory, so that a courier asks nobody; the store has them for
 * good.
 *
 * <p>Whoever changes one has it stored, and then waits for a moment until every node has it so. A node that could not be told
 * compares what it has with the store every 10 s.
 */
public final class Geofences {

    private static final Duration UNTIL_EVERYBODY_HAS_IT = Duration.ofSeconds(1);

    private static final String KEEPER = "geofences";

    private final ActorSystem<?> system;
    private final GeofenceStore store;
    private final Supplier<Set<Address>> others;
    private final ActorRef<GeofenceKeeper.Command> own;
    private final CompletableFuture<Done> complete = new CompletableFuture<>();
    private volatile GeofenceIndex index = GeofenceIndex.EMPTY;

    private Geofences(
            ActorSystem<?> system, GeofenceStore store, Supplier<Set<Address>> others, Duration compareEvery) {
        this.system = system;
        this.store = store;
        this.others = others;
        this.own = system.systemActorOf(
                GeofenceKeeper.create(store, compareEvery, now -> index = now, complete), KEEPER, Props.empty());
    }

    /** Once for each node, before it joins. */
    public static Geofences start(ActorSystem<?> system, GeofenceStore store) {
        Cluster cluster = Cluster.get(system);
        Geofences geofences = new Geofences(system, store, Others.of(system), GeofenceKeeper.COMPARE);
        system.systemActorOf(geofences.compareOnceUp(cluster), KEEPER + "-once-up", Props.empty());
        return geofences;
    }

    /** For a system that is in no cluster. */
    public static Geofences alone(ActorSystem<?> system, GeofenceStore store) {
        return alone(system, store, GeofenceKeeper.COMPARE);
    }

    static Geofences alone(ActorSystem<?> system, GeofenceStore store, Duration compareEvery) {
        return new Geofences(system, store, Set::of, compareEvery);
    }

    /** When it is up every other node has known it for a moment; nobody told it what changed before. */
    private Behavior<SelfUp> compareOnceUp(Cluster cluster) {
        return Behaviors.setup(context -> {
            cluster.subscriptions().tell(Subscribe.create(context.getSelf(), SelfUp.class));
            return Behaviors.receiveMessage(up -> {
                own.tell(GeofenceKeeper.Timer.COMPARE);
                return Behaviors.stopped();
            });
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
        return thenTellEverybody(geofence.id(), store.write(geofence.id(), geofence.json()));
    }

    /**
     * Couriers that are inside leave it with their next position, see {@link Crossings}.
     *
     * @return whether it was there; fails when it is not known to be gone
     */
    public CompletionStage<Boolean> delete(String id) {
        return thenTellEverybody(id, store.delete(id));
    }

    /** Also of what is not known to be done: it may be. */
    private CompletionStage<Boolean> thenTellEverybody(String id, CompletionStage<Boolean> changed) {
        return changed.handle((was, failure) -> failure)
                .thenCompose(failure -> toldEverybody(id))
                .thenCompose(told -> changed);
    }

    /** Never fails: who was not told finds out by itself. */
    private CompletionStage<Void> toldEverybody(String id) {
        return CompletableFuture.allOf(Stream.concat(
                        Stream.of(own), others.get().stream().map(this::keeperOn))
                .map(keeper -> AskPattern.<GeofenceKeeper.Command, Applied>ask(
                                keeper, replyTo -> new Changed(id, replyTo), UNTIL_EVERYBODY_HAS_IT, system.scheduler())
                        .handle((applied, failure) -> Done.getInstance())
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private ActorRef<GeofenceKeeper.Command> keeperOn(Address address) {
        return ActorRefResolver.get(system).resolveActorRef(address + "/system/" + KEEPER);
    }
}
