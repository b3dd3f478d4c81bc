package io.rastro.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.MemberUp;
import akka.cluster.ClusterEvent.ReachabilityChanged;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.Reachability;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.util.Version;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** With the events of Akka's that it goes by, in the hands of the test. */
class MajorityTest {

    private final ActorTestKit kit = ActorTestKit.create("majority", ConfigFactory.parseString("""
            akka.actor.provider = cluster
            akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
            akka.cluster.jmx.enabled = off
            akka.cluster.split-brain-resolver.keep-majority.role = ingest
            """));

    private final AtomicLong nanos = new AtomicLong();
    private final Fence fence = new Fence(nanos::get, () -> 0);
    private final ActorRef<ClusterDomainEvent> majority = kit.spawn(Majority.create(fence));
    private final UniqueAddress self = Cluster.get(kit.system()).selfMember().uniqueAddress();

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void onlyNodesWithCouriersCount() {
        up(self, "ingest");
        up(node(2), "ingest", "sink");
        up(node(3), "ingest");
        up(node(4), "sink");
        up(node(5), "sink");

        unreachable(node(4), node(5), node(3));
        await().during(Duration.ofMillis(200)).until(fence::isOpen);

        unreachable(node(2), node(3));
        await().until(() -> !fence.isOpen());
        assertThat(fence.why()).contains("majority");

        unreachable(node(3));
        await().until(fence::isOpen);
    }

    /** A sink may have declared it down, and another node with couriers may have come. */
    @Test
    void oneOfItsKindIsNotAloneBesideASink() {
        fence.tick();
        up(self, "ingest");
        up(node(2), "sink");
        unreachable(node(2));
        await().during(Duration.ofMillis(200)).until(fence::isOpen);

        nanos.addAndGet(Fence.STANDSTILL.toNanos() + 1);
        assertThat(fence.mayBeReplaced()).isTrue();
    }

    private void up(UniqueAddress node, String... roles) {
        scala.collection.immutable.Set<String> given =
                CollectionConverters.asScala(Set.of(roles)).toSet();
        majority.tell(new MemberUp(new Member(node, 1, MemberStatus.up(), given, Version.Zero())));
    }

    private void unreachable(UniqueAddress... nodes) {
        Reachability reachability = Reachability.empty();
        for (UniqueAddress node : nodes) {
            reachability = reachability.unreachable(self, node);
        }
        majority.tell(new ReachabilityChanged(reachability));
    }

    private static UniqueAddress node(int last) {
        return new UniqueAddress(new Address("akka", "majority", "127.0.0." + last, 25520), last);
    }
}
