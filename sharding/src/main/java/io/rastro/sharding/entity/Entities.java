package io.rastro.sharding.entity;

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
import akka.cluster.typed.Cluster;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import akka.stream.javadsl.Source;
import io.rastro.sharding.allocation.DrainingNodes;
import io.rastro.sharding.remember.PatientStores;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** All entities of one kind in the cluster, as a node sees them: how they are started, asked, moved and ended. */
public final class Entities<C> {

    private static final Logger LOG = LoggerFactory.getLogger(Entities.class);
    private static final int WARM_UP_PARALLELISM = 16;
    private static final int WARM_UP_ATTEMPTS = 15;
    private static final Duration WARM_UP_PAUSE = Duration.ofMillis(100);
    private static final int REHEARSALS = 60;
    private static final int REHEARSALS_AT_ONCE = 4;
    private static final Duration REHEARSAL = Duration.ofSeconds(5);

    private static final Duration STATS = Duration.ofSeconds(1);
    private static final int STATS_ATTEMPTS = 3;
    private static final Duration STARTER_ENDS = Duration.ofMillis(500);

    private final ActorSystem<?> system;
    private final String role;
    private final ClusterSharding sharding;
    private final EntityKind<C> kind;
    private final EntityStart<C> start;
    private final int numberOfShards;
    private final Asking<C> asking;

    /**
     * @param numberOfShards never to be changed while a cluster runs
     * @param askTimeout the longest wait for an answer
     * @param drainAskTimeout the same while a node's entities are moving to others, if longer
     */
    public record Shards(int numberOfShards, Duration askTimeout, Duration drainAskTimeout) {

        private Duration wait(boolean draining) {
            return draining && drainAskTimeout.compareTo(askTimeout) > 0 ? drainAskTimeout : askTimeout;
        }
    }

    private Entities(ActorSystem<?> system, String role, EntityStart<C> start, Shards shards) {
        this.system = system;
        this.role = role;
        this.sharding = ClusterSharding.get(system);
        this.kind = start.kind();
        this.start = start;
        this.numberOfShards = shards.numberOfShards();
        DrainingNodes draining = DrainingNodes.of(system);
        this.asking = Asking.throughShards(system, kind, numberOfShards, () -> shards.wait(draining.any()));
    }

    /**
     * Starts the region of the kind on this node.
     *
     * @param role the cluster role that hosts such entities
     */
    public static <C> Entities<C> init(ActorSystem<?> system, String role, EntityStart<C> start, Shards shards) {
        Entities<C> entities = new Entities<>(system, role, start, shards);
        entities.sharding.init(Entity.of(
                        entities.kind.key(),
                        entity -> start.of(
                                entity.getEntityId(),
                                entity.getShard(),
                                otherwiseForgotten -> entities.wake(entity.getEntityId(), otherwiseForgotten)))
                .withRole(role)
                .withSettings(ClusterShardingSettings.create(system).withRememberEntitiesStoreMode(PatientStores.MODE))
                .withAllocationStrategy(DrainingNodes.of(system).allocation())
                .withMessageExtractor(new HashCodeMessageExtractor<>(shards.numberOfShards()))
                .withStopMessage(entities.kind.stop()));
        if (Cluster.get(system).selfMember().hasRole(role)) {
            CoordinatedShutdown.get(system)
                    .addTask(
                            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
                            "start-no-more-" + entities.kind.noun() + "s",
                            entities::startNoMore);
        }
        return entities;
    }

    /**
     * Ends the actor with which Akka starts remembered entities. It goes on while the region ends, and of the last node the
     * region then waits for a home of what it asks for, until its time is over. Whoever gets the shards starts the others.
     */
    private CompletionStage<Done> startNoMore() {
        var classic = Adapter.toClassic(system);
        ActorPath region = akka.cluster.sharding.ClusterSharding.get(classic)
                .shardRegion(kind.key().name())
                .path();
        return classic.actorSelection(region.child("RememberEntityStarter"))
                .resolveOne(STARTER_ENDS)
                .thenCompose(starter -> Patterns.gracefulStop(starter, STARTER_ENDS))
                .handle((stopped, failure) -> {
                    if (failure != null) {
                        LOG.warn("the starter of remembered {}s was not ended: {}", kind.noun(), failure.toString());
                    }
                    return Done.getInstance();
                });
    }

    /**
     * Asks one, wherever it is.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} when no answer came in time: whether what was asked
     *     for is done is then unknown
     */
    public <R> CompletionStage<R> ask(String entityId, Class<R> type, Function<ActorRef<R>, C> question) {
        return asking.ask(entityId, type, question);
    }

    /** At most once. */
    public void tell(String entityId, C message) {
        sharding.entityRefFor(kind.key(), entityId).tell(message);
    }

    /**
     * Asks one entity, which nobody has seen and which leaves at once, and then one of every shard that no node has: the way
     * to an entity, the journal and back has then been gone, and of a new cluster the shards are there before the first request
     * needs one within the ask time-out. No event is written.
     *
     * @return fails with a {@link java.util.concurrent.TimeoutException} when not all have answered in time, or one did
     *     not after many attempts
     */
    public CompletionStage<Done> warmUp(Duration atMost) {
        Map<String, String> oneOfShard = oneOfEachShard();
        String anyShard = oneOfShard.keySet().iterator().next();
        return asked(Set.of(oneOfShard.remove(anyShard)))
                .concatLazy(Source.lazySource(() -> Source.completionStage(shardsThatAreThere()))
                        .flatMapConcat(there -> {
                            oneOfShard.keySet().removeAll(there);
                            return asked(oneOfShard.values());
                        }))
                .completionTimeout(atMost)
                .run(system);
    }

    /**
     * Recovers entities on this node that nobody can have (no id has a tilde), outside the shards and also before the node is a
     * member: once it is one it is given a third of all, and its JVM has never recovered one.
     *
     * @return fails with a {@link java.util.concurrent.TimeoutException} when not all have answered in time
     */
    public CompletionStage<Done> rehearse(Duration atMost) {
        return Source.range(1, REHEARSALS)
                .mapAsyncUnordered(REHEARSALS_AT_ONCE, this::rehearse)
                .completionTimeout(atMost)
                .run(system);
    }

    private CompletionStage<Object> rehearse(int number) {
        ActorRef<C> entity = system.systemActorOf(
                start.of("~warm-up-" + number, system.ignoreRef(), otherwiseForgotten -> {}),
                kind.noun() + "-rehearsal-" + number,
                Props.empty());
        return AskPattern.<C, Object>ask(entity, kind.harmless()::apply, REHEARSAL, system.scheduler())
                .whenComplete((reply, failure) -> entity.tell(kind.stop()));
    }

    /**
     * When an entity has answered, so that the region knows the coordinator. Empty when nobody says: a shard on its way to another
     * node does not, and nobody does then; it has come a moment later.
     */
    private CompletionStage<Set<String>> shardsThatAreThere() {
        return Patterns.retry(this::shardsByStats, STATS_ATTEMPTS, WARM_UP_PAUSE, system)
                .exceptionally(nobodySays -> Set.of());
    }

    /** Fails when they are not told: one is there, since its entity has answered. */
    private CompletionStage<Set<String>> shardsByStats() {
        return AskPattern.<ClusterShardingQuery, ClusterShardingStats>ask(
                        sharding.shardState(),
                        replyTo -> new GetClusterShardingStats(kind.key(), STATS, replyTo),
                        STATS.multipliedBy(2),
                        system.scheduler())
                .thenApply(stats -> {
                    Set<String> there = stats.getRegions().values().stream()
                            .flatMap(region -> Stream.concat(
                                    region.getStats().keySet().stream(),
                                    CollectionConverters.asJava(region.failed()).stream()))
                            .collect(Collectors.toUnmodifiableSet());
                    if (there.isEmpty()) {
                        throw new IllegalStateException("nobody says which shards are there");
                    }
                    return there;
                });
    }

    private Source<Object, NotUsed> asked(Collection<String> entityIds) {
        return Source.from(entityIds)
                .mapAsyncUnordered(
                        WARM_UP_PARALLELISM,
                        entityId -> Patterns.retry(() -> seen(entityId), WARM_UP_ATTEMPTS, WARM_UP_PAUSE, system));
    }

    private CompletionStage<Object> seen(String entityId) {
        return ask(entityId, Object.class, kind.harmless()::apply).thenApply(reply -> {
            if (kind.refusals().isBusy(reply)) {
                throw new IllegalStateException(reply.toString());
            }
            return reply;
        });
    }

    private Map<String, String> oneOfEachShard() {
        HashCodeMessageExtractor<C> extractor = new HashCodeMessageExtractor<>(numberOfShards);
        Map<String, String> oneOfShard = new HashMap<>();
        for (int i = 0; oneOfShard.size() < numberOfShards; i++) {
            String entityId = "warm-up-" + i;
            oneOfShard.putIfAbsent(extractor.shardId(entityId), entityId);
        }
        return oneOfShard;
    }

    /**
     * Moves the entities of this node to others, shard by shard, while it goes on to work.
     *
     * @return when it has none any more, nobody is there to take them, or {@code atMost} is over; never fails
     */
    public CompletionStage<Done> drain(Duration atMost) {
        return DrainingNodes.of(system).drain(kind.key().name(), role, atMost);
    }

    /**
     * While it is stopping the message is kept, by its shard or, when that is handed over, by the region, and starts it again.
     * One that is remembered also comes back with its shard; when nobody will have that before a next start, the message would
     * only keep the region from ending.
     */
    private void wake(String entityId, boolean otherwiseForgotten) {
        if (otherwiseForgotten || !isTheLastToEnd()) {
            tell(entityId, kind.harmless().apply(system.ignoreRef()));
        }
    }

    private boolean isTheLastToEnd() {
        return CoordinatedShutdown.get(system).getShutdownReason().isPresent()
                && !DrainingNodes.of(system).someoneStays(role);
    }
}
