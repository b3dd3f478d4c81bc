package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.FakeEgress;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.area.Whereabouts;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.Record;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Stop;
import io.rastro.sharding.courier.CourierOrders.ChangeOrder;
import io.rastro.sharding.courier.CourierOrders.OrderReply;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveItems;
import io.rastro.sharding.live.WatchedEntity;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A courier that is posted to, and said to deliver between that. */
final class WatchedCourier implements WatchedEntity {

    private static final long RECEIVED = 1_000_000;

    private static final CourierSettings SETTINGS = new CourierSettings(
            16,
            64_000,
            8,
            50,
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            64,
            16,
            10,
            Duration.ofSeconds(3),
            Duration.ofSeconds(3));

    private final ActorTestKit kit;
    private final String id = "c-" + UUID.randomUUID();
    private final CourierSurroundings given;
    private final TestProbe<ShardCommand> shard;
    private final TestProbe<Reply> replies;
    private volatile ActorRef<Command> courier;
    private long time;

    WatchedCourier(ActorTestKit kit, FaultyJournal journal) {
        this.kit = kit;
        this.shard = kit.createTestProbe();
        this.replies = kit.createTestProbe();
        FakeArchive archive = new FakeArchive();
        archive.hasEverything = true;
        this.given = new CourierSurroundings(
                SETTINGS,
                new FakeEgress(),
                archive,
                journal.reader(),
                new FakeJournalWatch(),
                new OutboxBacklog(),
                Whereabouts.NOBODY_ASKS,
                () -> GeofenceIndex.EMPTY);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String persistenceId() {
        return CourierId.persistenceId(id);
    }

    @Override
    public LiveItems<?> items() {
        return PositionFrame.ITEMS;
    }

    @Override
    public void start() {
        courier = kit.spawn(Courier.start(given).of(id, shard.ref(), otherwiseForgotten -> {}));
    }

    @Override
    public void stop() {
        courier.tell(Stop.INSTANCE);
        replies.expectTerminated(courier, A_WHILE);
    }

    @Override
    public void awaitLeaving() {
        shard.fishForMessage(
                A_WHILE,
                command -> command.equals(new Passivate<>(courier))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Override
    public void watch(@Nullable Cursor seen, ActorRef<Feed> watcher) {
        courier.tell(new Courier.Watch(seen, watcher));
    }

    @Override
    public List<LiveFrame.Item> record(int items, Random random) {
        List<Position> post = Fixes.from(time + 1, time + items);
        time += items;
        courier.tell(new Record(post, null, RECEIVED, replies.ref()));
        Reply.Recorded done = (Reply.Recorded) replies.receiveMessage(A_WHILE);
        assertThat(done.accepted()).isEqualTo(items);
        List<LiveFrame.Item> frames = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            frames.add(new PositionFrame(new TracedPosition(id, done.seqNr(), i, RECEIVED, post.get(i))));
        }
        return frames;
    }

    @Override
    public void pass() {
        TestProbe<OrderReply> reply = kit.createTestProbe(OrderReply.class);
        courier.tell(new ChangeOrder("o-1", OrderChange.DELIVERED, RECEIVED, reply.ref()));
        assertThat(reply.receiveMessage(A_WHILE)).isInstanceOf(CourierOrders.Order.class);
    }
}
