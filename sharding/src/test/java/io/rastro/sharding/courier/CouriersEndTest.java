package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.PoisonPill;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.courier.Courier.Surroundings;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The only node ends. */
class CouriersEndTest {

    private final FakeEgress egress = new FakeEgress();
    private ActorTestKit kit;

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void nobodyWaitsForACourierThatComesBackWithTheNextStartOnly() throws Exception {
        Couriers couriers = start("");
        egress.acknowledging(false);
        recordPositions(couriers);

        assertEndsSoon();
    }

    /** Shards begin anew, and start what they remember so slowly that they are still at it. */
    @Test
    void nobodyWaitsForCouriersThatAreYetToBeStarted() throws Exception {
        Couriers couriers = start("""
                akka.cluster.sharding {
                  shard-failure-backoff = 100 ms
                  entity-recovery-strategy = "constant"
                  entity-recovery-constant-rate-strategy { frequency = 10 ms, number-of-entities = 1 }
                }
                """);
        recordPositions(couriers);
        for (int shard = 0; shard < CouriersTest.SETTINGS.numberOfShards(); shard++) {
            kit.system()
                    .classicSystem()
                    .actorSelection("/system/sharding/courier/" + shard)
                    .tell(PoisonPill.getInstance(), ActorRef.noSender());
        }
        Thread.sleep(700);

        assertEndsSoon();
    }

    private Couriers start(String settings) throws Exception {
        kit = ActorTestKit.create(ConfigFactory.parseString(
                        settings + "\nakka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 30 s")
                .withFallback(CouriersTest.CLUSTER));
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        Couriers couriers = Couriers.init(
                kit.system(),
                "ingest",
                new Surroundings(
                        CouriersTest.SETTINGS,
                        egress,
                        new FakeArchive(),
                        new FaultyJournal(kit.system()).reader(),
                        new FakeJournalWatch(),
                        new OutboxBacklog()));
        couriers.warmUp(Duration.ofSeconds(10)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        return couriers;
    }

    private static void recordPositions(Couriers couriers) throws Exception {
        for (int i = 0; i < 200; i++) {
            Reply reply = couriers.record("c-" + i, List.of(at(1)), null, 1_000_000)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(reply).isInstanceOf(Recorded.class);
        }
    }

    private void assertEndsSoon() {
        assertThat(CoordinatedShutdown.get(kit.system())
                        .runAll(CoordinatedShutdown.clusterLeavingReason())
                        .toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(15));
    }
}
