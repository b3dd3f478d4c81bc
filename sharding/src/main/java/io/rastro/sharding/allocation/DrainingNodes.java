package io.rastro.sharding.allocation;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ClusterShardingSettings;
import akka.cluster.sharding.ShardCoordinator.ActorSystemDependentAllocationStrategy;
import akka.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes whose shards are to go elsewhere because they are about to stop. A node says so to all through the receptionist,
 * within about half a second, and is forgotten when it has left the cluster.
 */
public final class DrainingNodes implements Extension {

    private static final Id ID = new Id();
    private static final ServiceKey<Done> KEY = ServiceKey.create(Done.class, "rastro-draining");
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(DrainingNodes.class);

    private final ActorSystem<?> system;
    private final AtomicBoolean said = new AtomicBoolean();
    private final Newcomers newcomers;
    private volatile Set<Address> addresses = Set.of();

    private static final class Id extends ExtensionId<DrainingNodes> {
        @Override
        public DrainingNodes createExtension(ActorSystem<?> system) {
            return new DrainingNodes(system);
        }
    }

    /** Begins to listen for them. */
    public static DrainingNodes of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    private DrainingNodes(ActorSystem<?> system) {
        this.system = system;
        this.newcomers = new Newcomers(system, System::nanoTime);
        system.systemActorOf(
                Behaviors.<Receptionist.Listing>setup(context -> {
                    system.receptionist().tell(Receptionist.subscribe(KEY, context.getSelf()));
                    return Behaviors.receiveMessage(listing -> {
                        addresses = listing.getServiceInstances(KEY).stream()
                                .map(Adapter::toClassic)
                                .map(this::addressOf)
                                .collect(Collectors.toUnmodifiableSet());
                        return Behaviors.same();
                    });
                }),
                "draining-nodes",
                Props.empty());
    }

    /** Whether shards are on their way from one node to the others. */
    public boolean any() {
        return !addresses.isEmpty();
    }

    /** Where the shards of entities that know of this go; for each node that may host them. */
    public ShardAllocationStrategy allocation() {
        var classic = Adapter.toClassic(system);
        ShardAllocationStrategy akkas =
                ClusterSharding.get(classic).defaultShardAllocationStrategy(ClusterShardingSettings.create(classic));
        return new ShardAllocation(
                (ActorSystemDependentAllocationStrategy) akkas,
                () -> addresses,
                newcomers,
                this::addressOf,
                System::nanoTime);
    }

    /** Of the node of an actor of this cluster. */
    private Address addressOf(ActorRef ref) {
        Address address = ref.path().address();
        return address.hasLocalScope() ? self() : address;
    }

    /**
     * Tells the coordinator to move the shards of this node elsewhere, while it goes on to work. Also when it was told before.
     *
     * @param typeName of the entities
     * @param role of the nodes that may have them
     * @return when it has none any more, nobody is there to take them, or {@code atMost} is over; never fails
     */
    public CompletionStage<Done> drain(String typeName, String role, Duration atMost) {
        if (!someoneStays(role)) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        if (!said.getAndSet(true)) {
            system.receptionist()
                    .tell(Receptionist.register(
                            KEY, system.systemActorOf(Behaviors.ignore(), "draining", Props.empty())));
        }
        ActorRef region = ClusterSharding.get(Adapter.toClassic(system)).shardRegion(typeName);
        long began = System.nanoTime();
        return hasShards(region, role, began + atMost.toNanos()).thenApply(left -> {
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            if (left && someoneStays(role)) {
                LOG.warn("not all shards have left this node in {} ms, the others go at once", millis);
            } else if (!left) {
                LOG.info("all shards have left this node in {} ms", millis);
            }
            return Done.getInstance();
        });
    }

    /** @return whether it still has some when nobody is there to take them, or time is over */
    private CompletionStage<Boolean> hasShards(ActorRef region, String role, long deadline) {
        return Patterns.ask(region, ShardRegion.getRegionStatsInstance(), POLL.multipliedBy(10))
                .handle((stats, failure) -> !(stats instanceof ShardRegion.ShardRegionStats known
                        && known.getStats().isEmpty()
                        && known.getFailed().isEmpty()))
                .thenCompose(some -> !some || System.nanoTime() - deadline > 0 || !someoneStays(role)
                        ? CompletableFuture.completedFuture(some)
                        : Patterns.after(POLL, system, () -> hasShards(region, role, deadline)));
    }

    /** Whether another node may have what this one gives up: none, when all are told to stop at the same time. */
    public boolean someoneStays(String role) {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .filter(member -> member.hasRole(role) && member.status() == MemberStatus.up())
                .map(Member::address)
                .anyMatch(address -> !address.equals(self()) && !addresses.contains(address));
    }

    private Address self() {
        return Cluster.get(system).selfMember().address();
    }
}
