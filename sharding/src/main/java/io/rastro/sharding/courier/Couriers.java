package io.rastro.sharding.courier;

import akka.Done;
import akka.NotUsed;
import akka.actor.ActorPath;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.typed.ClusterShardingQuery;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.GetClusterShardingStats;
import akka.cluster.sharding.typed.HashCodeMessageExtractor;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import akka.stream.javadsl.Source;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.Position;
import io.rastro.sharding.allocation.DrainingNodes;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.LiveSession.Watched;
import io.rastro.sharding.remember.PatientStores;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** All couriers of the cluster, as a node sees them. */
public final class Couriers {

    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);
    private static final int WARM_UP_PARALLELISM = 16;
    private static final int WARM_UP_ATTEMPTS = 15;
    private static final Duration WARM_UP_PAUSE = Duration.ofMillis(100);
    private static final int REHEARSALS = 60;
    private static final int REHEARSALS_AT_ONCE = 4;
    private static final Duration REHEARSAL = Duration.ofSeconds(5);

    private static final Duration STATS = Duration.ofSeconds(1);
    private static final Duration STARTER_ENDS = Duration.ofMillis(500);

    private final ActorSystem<?> system;
    private final String role;
    private final ClusterSharding sharding;
    private final CourierSurroundings surroundings;
    private final Asking asking;

    private Couriers(ActorSystem<?> system, String role, CourierSurroundings surroundings) {
        this.system = system;
        this.role = role;
        this.sharding = ClusterSharding.get(system);
        this.surroundings = surroundings;
        DrainingNodes draining = DrainingNodes.of(system);
        CourierSettings settings = surroundings.settings();
        this.asking = Asking.throughShards(
                system,
                settings.numberOfShards(),
                () -> draining.any() && settings.drainAskTimeout().compareTo(settings.askTimeout()) > 0
                        ? settings.drainAskTimeout()
                        : settings.askTimeout());
    }

    /**
     * Starts the region of the couriers on this node.
     *
     * @param role the cluster role that hosts couriers
     */
    public static Couriers init(ActorSystem<?> system, String role, CourierSurroundings surroundings) {
        Couriers couriers = new Couriers(system, role, surroundings);
        int shards = surroundings.settings().numberOfShards();
        couriers.sharding.init(Entity.of(
                        Courier.ENTITY_KEY,
                        entity -> CourierStart.of(
                                entity.getEntityId(),
                                surroundings,
                                entity.getShard(),
                                otherwiseForgotten -> couriers.wake(entity.getEntityId(), otherwiseForgotten)))
                .withRole(role)
                .withSettings(ClusterShardingSettings.create(system).withRememberEntitiesStoreMode(PatientStores.MODE))
                .withAllocationStrategy(DrainingNodes.of(system).allocation())
                .withMessageExtractor(new HashCodeMessageExtractor<>(shards))
                .withStopMessage(Courier.Stop.INSTANCE));
        if (Cluster.get(system).selfMember().hasRole(role)) {
            CoordinatedShutdown.get(system)
                    .addTask(
                            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
                            "start-no-more-couriers",
                            couriers::startNoMore);
        }
        return couriers;
    }

    /**
     * Ends the actor with which Akka starts remembered couriers. It goes on while the region ends, and of the last node the
     * region then waits for a home of what it asks for, until its time is over. Whoever gets the shards starts the others.
     */
    private CompletionStage<Done> startNoMore() {
        var classic = Adapter.toClassic(system);
        ActorPath region = akka.cluster.sharding.ClusterSharding.get(classic)
                .shardRegion(Courier.ENTITY_KEY.name())
                .path();
        return classic.actorSelection(region.child("RememberEntityStarter"))
                .resolveOne(STARTER_ENDS)
                .thenCompose(starter -> Patterns.gracefulStop(starter, STARTER_ENDS))
                .handle((stopped, failure) -> {
                    if (failure != null) {
                        LOG.warn("the starter of remembered couriers was not ended: {}", failure.toString());
                    }
                    return Done.getInstance();
                });
    }

    /**
     * Records positions, all of which are valid by themselves.
     *
     * @param courierId see {@link CourierId}
     * @return fails with {@link java.util.concurrent.TimeoutException} when no answer came in time: whether it was
     *     stored is then unknown, and sending it again is safe
     */
    public CompletionStage<Courier.Reply> record(
            String courierId, List<Position> positions, @Nullable String idempotencyKey, long receivedAtMillis) {
        return asking.ask(
                courierId,
                Courier.Reply.class,
                replyTo -> new Courier.Record(positions, idempotencyKey, receivedAtMillis, replyTo));
    }

    /** Fails like {@link #record}. */
    public CompletionStage<Courier.LatestReply> latest(String courierId) {
        return asking.ask(courierId, Courier.LatestReply.class, Courier.GetLatest::new);
    }

    /** Fails like {@link #record}. */
    public CompletionStage<Courier.InsideReply> inside(String courierId) {
        return asking.ask(courierId, Courier.InsideReply.class, Courier.GetInside::new);
    }

    /**
     * Says what a courier does with an order.
     *
     * @param orderId null for {@link OrderChange#RELEASED}
     * @return fails like {@link #record}
     */
    public CompletionStage<CourierOrders.OrderReply> changeOrder(
            String courierId, @Nullable String orderId, OrderChange change, long receivedAtMillis) {
        return asking.ask(
                courierId,
                CourierOrders.OrderReply.class,
                replyTo -> new CourierOrders.ChangeOrder(orderId, change, receivedAtMillis, replyTo));
    }

    /** Fails like {@link #record}. */
    public CompletionStage<CourierOrders.OrderReply> order(String courierId) {
        return asking.ask(courierId, CourierOrders.OrderReply.class, CourierOrders.GetOrder::new);
    }

    /**
     * Live frames of one courier.
     *
     * @param from what the client has seen: every later position comes exactly once; empty: the live position, then
     *     what comes
     */
    public Source<LiveFrame, NotUsed> live(String courierId, Optional<Cursor> from) {
        return LiveSession.frames(watched(courierId), from);
    }

    /**
     * The same until they are to end.
     *
     * @param ending when it completes, what is recorded by then comes, and the frames end
     */
    public Source<LiveFrame, NotUsed> live(String courierId, Optional<Cursor> from, CompletionStage<?> ending) {
        return LiveSession.frames(watched(courierId), from, ending);
    }

    private Watched watched(String courierId) {
        EntityRef<Command> courier = courier(courierId);
        return new Watched(
                courierId,
                CourierId.persistenceId(courierId),
                surroundings.journal(),
                (cursor, watcher) -> courier.tell(new Courier.Watch(cursor, watcher)));
    }

    /**
     * Asks one courier, which nobody has seen and which leaves at once, and then one of every shard that no node has: the way
     * to a courier, the journal and back has then been gone, and of a new cluster the shards are there before the first request
     * needs one within the ask time-out. No event is written.
     *
     * @return fails with a {@link java.util.concurrent.TimeoutException} when not all have answered in time, or one did
     *     not after many attempts
     */
    public CompletionStage<Done> warmUp(Duration atMost) {
        Map<String, String> courierOfShard = oneOfEachShard();
        String anyShard = courierOfShard.keySet().iterator().next();
        return asked(Set.of(courierOfShard.remove(anyShard)))
                .concatLazy(Source.lazySource(() -> Source.completionStage(shardsThatAreThere()))
                        .flatMapConcat(there -> {
                            courierOfShard.keySet().removeAll(there);
                            return asked(courierOfShard.values());
                        }))
                .completionTimeout(atMost)
                .run(system);
    }

    /**
     * Recovers couriers on this node that nobody can have ({@link CourierId} has no tilde), outside the shards and also before
     * the node is a member: once it is one it is given a third of all, and its JVM has never recovered one.
     *
     * @return fails with a {@link java.util.concurrent.TimeoutException} when not all have answered in time
     */
    public CompletionStage<Done> rehearse(Duration atMost) {
        return Source.range(1, REHEARSALS)
                .mapAsyncUnordered(REHEARSALS_AT_ONCE, this::rehearse)
                .completionTimeout(atMost)
                .run(system);
    }

    private CompletionStage<Courier.LatestReply> rehearse(int number) {
        String courierId = "~warm-up-" + number;
        ActorRef<Command> courier = system.systemActorOf(
                CourierStart.of(courierId, surroundings, system.ignoreRef(), otherwiseForgotten -> {}),
                "rehearsal-" + number,
                Props.empty());
        return AskPattern.<Command, Courier.LatestReply>ask(
                        courier, Courier.GetLatest::new, REHEARSAL, system.scheduler())
                .whenComplete((reply, failure) -> courier.tell(Courier.Stop.INSTANCE));
    }

    /** Empty when nobody says: also before the region knows the coordinator, as it does when a courier has answered. */
    private CompletionStage<Set<String>> shardsThatAreThere() {
        return AskPattern.<ClusterShardingQuery, ClusterShardingStats>ask(
                        sharding.shardState(),
                        replyTo -> new GetClusterShardingStats(Courier.ENTITY_KEY, STATS, replyTo),
                        STATS.multipliedBy(2),
                        system.scheduler())
                .handle((stats, failure) -> stats == null
                        ? Set.<String>of()
                        : stats.getRegions().values().stream()
                                .flatMap(region -> Stream.concat(
                                        region.getStats().keySet().stream(),
                                        CollectionConverters.asJava(region.failed()).stream()))
                                .collect(Collectors.toUnmodifiableSet()));
    }

    private Source<Courier.LatestReply, NotUsed> asked(Collection<String> courierIds) {
        return Source.from(courierIds)
                .mapAsyncUnordered(
                        WARM_UP_PARALLELISM,
                        courierId -> Patterns.retry(() -> seen(courierId), WARM_UP_ATTEMPTS, WARM_UP_PAUSE, system));
    }

    private CompletionStage<Courier.LatestReply> seen(String courierId) {
        return latest(courierId).thenApply(reply -> {
            if (reply instanceof Courier.Reply.Busy busy) {
                throw new IllegalStateException(busy.reason());
            }
            return reply;
        });
    }

    private Map<String, String> oneOfEachShard() {
        int shards = surroundings.settings().numberOfShards();
        HashCodeMessageExtractor<Command> extractor = new HashCodeMessageExtractor<>(shards);
        Map<String, String> courierOfShard = new HashMap<>();
        for (int i = 0; courierOfShard.size() < shards; i++) {
            String courierId = "warm-up-" + i;
            courierOfShard.putIfAbsent(extractor.shardId(courierId), courierId);
        }
        return courierOfShard;
    }

    /**
     * Moves the couriers of this node to others, shard by shard, while it goes on to work.
     *
     * @return when it has none any more, nobody is there to take them, or {@code atMost} is over; never fails
     */
    public CompletionStage<Done> drain(Duration atMost) {
        return DrainingNodes.of(system).drain(Courier.ENTITY_KEY.name(), role, atMost);
    }

    /**
     * While it is stopping the message is kept, by its shard or, when that is handed over, by the region, and starts it again.
     * One that is remembered also comes back with its shard; when nobody will have that before a next start, the message would
     * only keep the region from ending.
     */
    private void wake(String courierId, boolean otherwiseForgotten) {
        if (otherwiseForgotten || !isTheLastToEnd()) {
            courier(courierId).tell(new Courier.GetLatest(system.ignoreRef()));
        }
    }

    private boolean isTheLastToEnd() {
        return CoordinatedShutdown.get(system).getShutdownReason().isPresent()
                && !DrainingNodes.of(system).someoneStays(role);
    }

    private EntityRef<Command> courier(String courierId) {
        return sharding.entityRefFor(Courier.ENTITY_KEY, courierId);
    }
}
