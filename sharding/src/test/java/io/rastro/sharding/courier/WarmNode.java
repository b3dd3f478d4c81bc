package io.rastro.sharding.courier;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.rastro.sharding.FakeEgress;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.area.Whereabouts;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A node of couriers in this process, with a journal of its own. */
final class WarmNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final FakeEgress egress = new FakeEgress();
    final OutboxBacklog backlog = new OutboxBacklog();
    final ActorTestKit kit;
    final FaultyJournal journal;
    final Couriers couriers;
    private final Cluster cluster;

    private WarmNode(String settings) {
        kit = ActorTestKit.create("warm", ConfigFactory.parseString(settings).withFallback(CouriersTest.CLUSTER));
        journal = new FaultyJournal(kit.system());
        cluster = Cluster.get(kit.system());
        couriers = Couriers.init(
                kit.system(),
                "ingest",
                new CourierSurroundings(
                        CouriersTest.SETTINGS,
                        egress,
                        new FakeArchive(),
                        journal.reader(),
                        new FakeJournalWatch(),
                        backlog,
                        Whereabouts.NOBODY_ASKS,
                        () -> GeofenceIndex.EMPTY));
    }

    /**
     * The first of a cluster.
     *
     * @param settings HOCON over {@link CouriersTest#CLUSTER}
     */
    static WarmNode first(String settings) throws Exception {
        WarmNode node = new WarmNode(settings);
        return node.joined(node);
    }

    /** Another one of the cluster of this one. */
    WarmNode another() throws Exception {
        return new WarmNode("").joined(this);
    }

    /** As a node does: it begins to warm up before it is a member. */
    private WarmNode joined(WarmNode member) throws Exception {
        CompletionStage<Done> warm = couriers.warmUp(PATIENCE);
        cluster.manager().tell(Join.create(member.cluster.selfMember().address()));
        warm.toCompletableFuture().get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
        return this;
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
