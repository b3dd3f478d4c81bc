package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.PoisonPill;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The only node ends. */
class CouriersEndTest {

    private static final int COURIERS = 200;

    private WarmNode node;

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void nobodyWaitsForACourierThatComesBackWithTheNextStartOnly() throws Exception {
        node = start("");
        node.egress.acknowledging(false);
        recordPositions();

        assertEndsSoon();
    }

    /** Shards begin anew, and start what they remember so slowly that they are still at it. */
    @Test
    void nobodyWaitsForCouriersThatAreYetToBeStarted() throws Exception {
        node = start("""
                akka.cluster.sharding {
                  shard-failure-backoff = 100 ms
                  entity-recovery-strategy = "constant"
                  entity-recovery-constant-rate-strategy { frequency = 10 ms, number-of-entities = 1 }
                }
                """);
        recordPositions();
        for (int shard = 0; shard < CouriersTest.SETTINGS.numberOfShards(); shard++) {
            node.kit
                    .system()
                    .classicSystem()
                    .actorSelection("/system/sharding/courier/" + shard)
                    .tell(PoisonPill.getInstance(), ActorRef.noSender());
        }
        await().pollInterval(Duration.ofMillis(5)).until(() -> node.backlog.entities() == 0);
        await().pollInterval(Duration.ofMillis(5)).until(() -> node.backlog.entities() > 10);
        assertThat(node.backlog.entities()).as("there are more to be started").isLessThan(COURIERS - 50);

        assertEndsSoon();
    }

    private static WarmNode start(String settings) throws Exception {
        return WarmNode.first(
                settings + "\nakka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 30 s");
    }

    private void recordPositions() throws Exception {
        for (int i = 0; i < COURIERS; i++) {
            Reply reply = node.couriers
                    .record("c-" + i, List.of(at(1)), null, 1_000_000)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(reply).isInstanceOf(Recorded.class);
        }
    }

    private void assertEndsSoon() {
        assertThat(CoordinatedShutdown.get(node.kit.system())
                        .runAll(CoordinatedShutdown.clusterLeavingReason())
                        .toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(15));
    }
}
