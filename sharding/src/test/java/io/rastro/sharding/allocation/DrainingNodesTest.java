package io.rastro.sharding.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.typed.HashCodeMessageExtractor;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster of two nodes whose entities say where they are. */
class DrainingNodesTest {

    private static final EntityTypeKey<Where> KEY = EntityTypeKey.create(Where.class, "where");
    private static final int ENTITIES = 100;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Config CONFIG = ConfigFactory.parseString("""
            akka.actor.provider = cluster
            akka.actor.allow-java-serialization = on
            akka.actor.warn-about-java-serializer-usage = off
            akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
            akka.cluster {
              jmx.enabled = off
              roles = [ingest]
              sharding { rebalance-interval = 200 ms, least-shard-allocation-strategy.rebalance-absolute-limit = 20 }
            }
            """);

    private ActorTestKit stays;
    private ActorTestKit goes;

    private record Where(ActorRef<String> replyTo) implements java.io.Serializable {}

    @BeforeEach
    void start() {
        stays = ActorTestKit.create("draining", CONFIG);
        goes = ActorTestKit.create("draining", CONFIG);
        Address first = Cluster.get(stays.system()).selfMember().address();
        for (ActorTestKit node : new ActorTestKit[] {stays, goes}) {
            Cluster.get(node.system()).manager().tell(Join.create(first));
            await().until(() -> Cluster.get(node.system()).selfMember().status() == MemberStatus.up());
            String name = name(node);
            ClusterSharding.get(node.system())
                    .init(Entity.of(
                                    KEY,
                                    entity -> Behaviors.receive(Where.class)
                                            .onMessage(Where.class, where -> {
                                                where.replyTo().tell(name);
                                                return Behaviors.same();
                                            })
                                            .build())
                            .withAllocationStrategy(
                                    DrainingNodes.of(node.system()).allocation())
                            .withMessageExtractor(new HashCodeMessageExtractor<>(32)));
        }
    }

    @AfterEach
    void end() {
        goes.shutdownTestKit();
        stays.shutdownTestKit();
    }

    @Test
    void aNodeThatDrainsHasNoShardsAnyMoreWhileItIsStillThere() {
        await().atMost(LONG).until(() -> places().equals(Set.of(name(stays), name(goes))));

        assertThat(DrainingNodes.of(stays.system()).any()).isFalse();

        CompletionStage<akka.Done> drained = DrainingNodes.of(goes.system()).drain(KEY.name(), "ingest", LONG);

        await().atMost(LONG)
                .until(() -> DrainingNodes.of(stays.system()).any()
                        && DrainingNodes.of(goes.system()).any());
        assertThat(drained.toCompletableFuture()).succeedsWithin(LONG);
        assertThat(DrainingNodes.of(goes.system())
                        .drain(KEY.name(), "ingest", LONG)
                        .toCompletableFuture())
                .as("told twice")
                .succeedsWithin(LONG);
        assertThat(places()).containsExactly(name(stays));
        assertThat(Cluster.get(goes.system()).selfMember().status()).isEqualTo(MemberStatus.up());

        goes.shutdownTestKit();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(DrainingNodes.of(stays.system()).any())
                        .as("once it has left")
                        .isFalse());
    }

    @Test
    void whereAllGoNobodyWaits() {
        await().atMost(LONG).until(() -> places().equals(Set.of(name(stays), name(goes))));

        var one = DrainingNodes.of(goes.system()).drain(KEY.name(), "ingest", LONG.multipliedBy(10));
        var other = DrainingNodes.of(stays.system()).drain(KEY.name(), "ingest", LONG.multipliedBy(10));

        assertThat(CompletableFuture.allOf(one.toCompletableFuture(), other.toCompletableFuture()))
                .succeedsWithin(LONG);
    }

    @Test
    void itGivesUpWhenItsTimeIsOver() {
        await().atMost(LONG).until(() -> places().contains(name(goes)));

        CompletionStage<akka.Done> drained =
                DrainingNodes.of(goes.system()).drain(KEY.name(), "ingest", Duration.ofMillis(1));

        assertThat(drained.toCompletableFuture()).succeedsWithin(LONG);
    }

    /** Where the entities say they are, asked from the node that stays. */
    private Set<String> places() {
        Set<String> places = new HashSet<>();
        for (int i = 0; i < ENTITIES; i++) {
            places.add(ClusterSharding.get(stays.system())
                    .entityRefFor(KEY, "entity-" + i)
                    .ask(Where::new, LONG)
                    .toCompletableFuture()
                    .join());
        }
        return places;
    }

    private static String name(ActorTestKit node) {
        return Cluster.get(node.system()).selfMember().address().toString();
    }
}
