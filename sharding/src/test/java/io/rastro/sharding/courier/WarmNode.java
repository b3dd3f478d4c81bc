package io.rastro.sharding.courier;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Surroundings;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A cluster of one node, which is warm. */
final class OnlyNode implements AutoCloseable {

    final FakeEgress egress = new FakeEgress();
    final ActorTestKit kit;
    final FaultyJournal journal;
    final Couriers couriers;

    /** @param settings HOCON over {@link CouriersTest#CLUSTER} */
    OnlyNode(String settings) throws Exception {
        kit = ActorTestKit.create(ConfigFactory.parseString(settings).withFallback(CouriersTest.CLUSTER));
        journal = new FaultyJournal(kit.system());
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        couriers = Couriers.init(
                kit.system(),
                "ingest",
                new Surroundings(
                        CouriersTest.SETTINGS,
                        egress,
                        new FakeArchive(),
                        journal.reader(),
                        new FakeJournalWatch(),
                        new OutboxBacklog()));
        warmUp();
    }

    void warmUp() throws Exception {
        couriers.warmUp(Duration.ofSeconds(10)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
