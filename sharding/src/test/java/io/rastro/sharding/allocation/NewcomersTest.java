package io.rastro.sharding.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewcomersTest {

    private static final Config CONFIG = ConfigFactory.parseString("""
            akka.actor.provider = cluster
            akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
            akka.cluster.jmx.enabled = off
            """);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ActorTestKit first = ActorTestKit.create("newcomers", CONFIG);
    private final List<ActorTestKit> others = new ArrayList<>();

    @AfterEach
    void end() {
        others.forEach(ActorTestKit::shutdownTestKit);
        first.shutdownTestKit();
    }

    private static Address address(ActorTestKit node) {
        return Cluster.get(node.system()).selfMember().address();
    }

    private void join(ActorTestKit node) {
        Cluster.get(node.system()).manager().tell(Join.create(address(first)));
        await().atMost(LONG).until(() -> Cluster.get(node.system()).selfMember().status() == MemberStatus.up());
    }

    private ActorTestKit another() {
        ActorTestKit node = ActorTestKit.create("newcomers", CONFIG);
        others.add(node);
        join(node);
        return node;
    }

    @Test
    void areThoseThatCameUpAShortWhileAgoWhenOneWasLost() {
        AtomicLong now = new AtomicLong(-5);
        Newcomers newcomers = new Newcomers(first.system(), now::get);
        join(first);
        ActorTestKit dies = another();
        now.addAndGet(Newcomers.WHILE.toNanos() + 1);

        ActorTestKit comes = another();
        await().during(Duration.ofSeconds(1)).until(() -> newcomers.get().isEmpty());

        Cluster.get(first.system()).manager().tell(new Down(address(dies)));
        await().atMost(LONG).until(() -> newcomers.get().equals(Set.of(address(comes))));
        now.addAndGet(Newcomers.WHILE.toNanos() + 1);
        assertThat(newcomers.get()).isEmpty();
    }
}
