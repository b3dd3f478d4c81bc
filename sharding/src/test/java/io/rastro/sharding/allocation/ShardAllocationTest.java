package io.rastro.sharding.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.ShardCoordinator.ActorSystemDependentAllocationStrategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

class ShardAllocationTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ActorRef A = region();
    private static final ActorRef B = region();
    private static final ActorRef C = region();
    private static final Map<ActorRef, Address> AT = Map.of(A, address(1), B, address(2), C, address(3));

    private final Asked akkas = new Asked();
    private Set<Address> draining = Set.of();
    private Set<Address> newcomers = Set.of();
    private long now;
    private final ShardAllocation strategy =
            new ShardAllocation(akkas, () -> draining, () -> newcomers, AT::get, () -> now);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void aFewShardsOfADrainingNodeGoAtATime() {
        draining = Set.of(address(2));

        assertThat(rebalance(shards(20, 20, 20), Set.of()))
                .hasSize(ShardAllocation.AT_ONCE)
                .allMatch(shard -> shard.startsWith("B"));
        assertThat(rebalance(shards(20, 20, 20), Set.of("B-0", "A-3")))
                .hasSize(ShardAllocation.AT_ONCE - 2)
                .allMatch(shard -> shard.startsWith("B"))
                .doesNotContain("B-0");
        assertThat(rebalance(
                        shards(0, 20, 20),
                        Set.copyOf(IntStream.range(0, ShardAllocation.AT_ONCE)
                                .mapToObj(i -> "B-" + i)
                                .toList())))
                .isEmpty();
        assertThat(rebalance(shards(20, 2, 20), Set.of())).containsExactlyInAnyOrder("B-0", "B-1");
        assertThat(rebalance(shards(20, 128, 20), Set.of())).hasSize(8);
    }

    @Test
    void aShardIsAwayUntilAnotherNodeHasIt() {
        draining = Set.of(address(2));
        akkas.moves = Set.of("A-1");
        Set<String> gone = rebalance(shards(20, 20, 20), Set.of());
        assertThat(gone).hasSize(ShardAllocation.AT_ONCE);
        List<String> left =
                names("B", 20).stream().filter(shard -> !gone.contains(shard)).toList();

        assertThat(rebalance(Map.of(A, names("A", 20), B, left, C, names("C", 20)), Set.of()))
                .as("while all of them are at no node, and none is evened out")
                .isEmpty();
        List<String> more = new ArrayList<>(names("A", 20));
        more.add(gone.iterator().next());
        assertThat(rebalance(Map.of(A, more, B, left, C, names("C", 20)), Set.of()))
                .as("one has arrived")
                .hasSize(1)
                .isSubsetOf(left);
        now += ShardAllocation.AWAY_AT_MOST.toNanos() + 1;
        assertThat(rebalance(Map.of(A, more, B, left, C, names("C", 20)), Set.of()))
                .as("the others are not waited for")
                .hasSize(ShardAllocation.AT_ONCE)
                .isSubsetOf(left);
    }

    @Test
    void aShardThatWasNotGivenUpIsAskedForAgain() {
        draining = Set.of(address(2));
        Set<String> asked = rebalance(shards(20, 20, 20), Set.of());

        assertThat(rebalance(shards(20, 20, 20), Set.of())).isEqualTo(asked);
    }

    @Test
    void noShardGoesToADrainingNode() {
        draining = Set.of(address(1), address(2));

        strategy.allocateShard(A, "x", allocations(shards(0, 1, 30)));

        assertThat(akkas.regions).containsExactly(Set.of(C));
    }

    @Test
    void whereAllDrainTheShardsStayWhereTheyAre() {
        draining = Set.of(address(1), address(2), address(3));

        assertThat(rebalance(shards(20, 20, 20), Set.of())).isEmpty();
        strategy.allocateShard(A, "x", allocations(shards(1, 1, 1)));

        assertThat(akkas.regions).containsOnly(Set.of(A, B, C));
    }

    @Test
    void aNewcomerIsGivenNothingWhileThereAreOthers() {
        newcomers = Set.of(address(2));
        strategy.allocateShard(A, "x", allocations(shards(20, 0, 30)));
        rebalance(shards(20, 0, 30), Set.of());
        assertThat(akkas.regions).containsExactly(Set.of(A, C), Set.of(A, C));

        newcomers = Set.of(address(1), address(2), address(3));
        strategy.allocateShard(A, "x", allocations(shards(1, 1, 1)));
        assertThat(akkas.regions).last().isEqualTo(Set.of(A, B, C));
    }

    @Test
    void whileANodeDrainsANewcomerTakesItsShards() {
        newcomers = Set.of(address(2));
        draining = Set.of(address(1));
        strategy.allocateShard(A, "x", allocations(shards(20, 0, 30)));
        assertThat(akkas.regions).containsExactly(Set.of(B, C));
    }

    @Test
    void elseAkkaEvensThemOutNowAndThen() {
        akkas.moves = Set.of("A-1");

        assertThat(rebalance(shards(20, 1, 1), Set.of())).containsExactly("A-1");
        assertThat(rebalance(shards(20, 1, 1), Set.of())).isEmpty();
        now += ShardAllocation.EVEN_OUT.toNanos();
        assertThat(rebalance(shards(20, 1, 1), Set.of())).containsExactly("A-1");

        assertThat(akkas.regions).hasSize(2).containsOnly(Set.of(A, B, C));
    }

    private Set<String> rebalance(Map<ActorRef, List<String>> shards, Set<String> inProgress) {
        scala.collection.immutable.Set<String> moving =
                CollectionConverters.asScala(inProgress).toSet();
        return CollectionConverters.asJava(
                strategy.rebalance(allocations(shards), moving).value().get().get());
    }

    private static Map<ActorRef, List<String>> shards(int ofA, int ofB, int ofC) {
        return Map.of(A, names("A", ofA), B, names("B", ofB), C, names("C", ofC));
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    private static scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations(
            Map<ActorRef, List<String>> shards) {
        Map<ActorRef, IndexedSeq<String>> converted = new HashMap<>();
        shards.forEach((region, names) ->
                converted.put(region, CollectionConverters.asScala(names).toIndexedSeq()));
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(converted));
    }

    private static ActorRef region() {
        return Adapter.toClassic(KIT.createTestProbe().ref());
    }

    private static Address address(int port) {
        return new Address("akka", "rastro", "127.0.0.1", port);
    }

    /** Notes which regions it was asked about. */
    private static final class Asked implements ActorSystemDependentAllocationStrategy {

        private final List<Set<ActorRef>> regions = new ArrayList<>();
        private Set<String> moves = Set.of();

        @Override
        public void start(ActorSystem system) {}

        @Override
        public Future<ActorRef> allocateShard(
                ActorRef requester,
                String shardId,
                scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations) {
            note(allocations);
            return Future.successful(requester);
        }

        @Override
        public Future<scala.collection.immutable.Set<String>> rebalance(
                scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations,
                scala.collection.immutable.Set<String> inProgress) {
            note(allocations);
            return Future.successful(CollectionConverters.asScala(moves).toSet());
        }

        private void note(scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations) {
            regions.add(Set.copyOf(CollectionConverters.asJava(allocations).keySet()));
        }
    }
}
