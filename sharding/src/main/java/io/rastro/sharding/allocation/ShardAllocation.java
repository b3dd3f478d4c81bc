package io.rastro.sharding.allocation;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.cluster.sharding.ShardCoordinator.ActorSystemDependentAllocationStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Akka's own allocation, but that shards of {@linkplain DrainingNodes draining nodes} go first, a few at a time, and none go
 * there. When a region stops, Akka moves all its shards at once, and the coordinator writes where each of them is one after
 * the other: 1.6 s for 43 shards, in which none of them answers. See ADR 17.
 *
 * <p>And the shards of a node that died do not go to the one that is started in its place, which is the one with the fewest:
 * a JVM that has just been started takes longer to recover them than one that runs. See ADR 20.
 */
final class ShardAllocation implements ActorSystemDependentAllocationStrategy {

    /**
     * Shards that are away at the same time, from when their node gives them up until another is told to have them. Where they
     * are is written for one after the other, so with more of them each is away for longer; a node with very many moves a
     * sixteenth of what it has left, so that it ends in time.
     */
    static final int AT_ONCE = 4;

    private static final int PART = 16;

    /** One that nobody has by then holds up no other. */
    static final Duration AWAY_AT_MOST = Duration.ofSeconds(5);

    /** Between two steps towards an even distribution, which nobody waits for. */
    static final Duration EVEN_OUT = Duration.ofSeconds(2);

    private final ActorSystemDependentAllocationStrategy akkas;
    private final Supplier<Set<Address>> draining;
    private final Supplier<Set<Address>> newcomers;
    private final Function<ActorRef, Address> addressOf;
    private final LongSupplier nanoTime;
    private long evenedOut;

    /** Shards that are moving, and since when; Akka counts them until they have left, and not until they have arrived. */
    private final java.util.Map<String, Long> away = new HashMap<>();

    ShardAllocation(
            ActorSystemDependentAllocationStrategy akkas,
            Supplier<Set<Address>> draining,
            Supplier<Set<Address>> newcomers,
            Function<ActorRef, Address> addressOf,
            LongSupplier nanoTime) {
        this.akkas = akkas;
        this.draining = draining;
        this.newcomers = newcomers;
        this.addressOf = addressOf;
        this.nanoTime = nanoTime;
        this.evenedOut = nanoTime.getAsLong() - EVEN_OUT.toNanos();
    }

    @Override
    public void start(ActorSystem system) {
        akkas.start(system);
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> allocations) {
        return akkas.allocateShard(requester, shardId, hosts(allocations));
    }

    @Override
    public Future<scala.collection.immutable.Set<String>> rebalance(
            Map<ActorRef, IndexedSeq<String>> allocations, scala.collection.immutable.Set<String> inProgress) {
        Map<ActorRef, IndexedSeq<String>> staying = without(draining.get(), allocations);
        if (!staying.isEmpty()) {
            scala.collection.immutable.Set<String> next = next(allocations, staying, inProgress);
            if (!next.isEmpty() || !away.isEmpty()) {
                return Future.successful(next);
            }
        }
        if (nanoTime.getAsLong() - evenedOut < EVEN_OUT.toNanos()) {
            return Future.successful(scala.collection.immutable.Set$.MODULE$.empty());
        }
        evenedOut = nanoTime.getAsLong();
        return akkas.rebalance(hosts(allocations), inProgress);
    }

    /** Who may be given shards: while a node drains also a newcomer, which most likely takes its place. */
    private Map<ActorRef, IndexedSeq<String>> hosts(Map<ActorRef, IndexedSeq<String>> allocations) {
        Set<Address> going = draining.get();
        Map<ActorRef, IndexedSeq<String>> hosts = without(going.isEmpty() ? newcomers.get() : going, allocations);
        return hosts.isEmpty() ? allocations : hosts;
    }

    private scala.collection.immutable.Set<String> next(
            Map<ActorRef, IndexedSeq<String>> allocations,
            Map<ActorRef, IndexedSeq<String>> staying,
            scala.collection.immutable.Set<String> inProgress) {
        long now = nanoTime.getAsLong();
        List<String> leaving = new ArrayList<>();
        for (var region : CollectionConverters.asJava(allocations).entrySet()) {
            CollectionConverters.asJavaCollection(region.getValue()).forEach(away::remove);
            if (!staying.contains(region.getKey())) {
                leaving.addAll(CollectionConverters.asJavaCollection(region.getValue()));
            }
        }
        away.values().removeIf(since -> now - since > AWAY_AT_MOST.toNanos());
        CollectionConverters.asJavaCollection(inProgress).forEach(shard -> away.putIfAbsent(shard, now));
        int room = Math.max(AT_ONCE, leaving.size() / PART) - away.size();
        scala.collection.immutable.Set<String> next = scala.collection.immutable.Set$.MODULE$.empty();
        for (String shard : leaving) {
            if (next.size() < room && away.putIfAbsent(shard, now) == null) {
                next = next.incl(shard);
            }
        }
        return next;
    }

    private Map<ActorRef, IndexedSeq<String>> without(
            Set<Address> addresses, Map<ActorRef, IndexedSeq<String>> allocations) {
        Map<ActorRef, IndexedSeq<String>> others = allocations;
        if (!addresses.isEmpty()) {
            for (ActorRef region : CollectionConverters.asJava(allocations).keySet()) {
                if (addresses.contains(addressOf.apply(region))) {
                    others = others.removed(region);
                }
            }
        }
        return others;
    }
}
