package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.sharding.FakeEgress;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.area.Whereabouts;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.Record;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.courier.Courier.Stop;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.Watched;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Watching a courier that is real, over its restarts. */
class CourierLiveTest {

    private static final CourierSettings SETTINGS = new CourierSettings(
            16,
            64_000,
            4,
            10,
            Duration.ofMillis(300),
            Duration.ofSeconds(30),
            Duration.ofMillis(300),
            64,
            16,
            10,
            Duration.ofSeconds(3),
            Duration.ofSeconds(3));

    private static ActorTestKit kit;
    private static FaultyJournal journal;

    private final String courierId = "c-" + UUID.randomUUID();
    private final TestProbe<ShardCommand> shard = kit.createTestProbe();
    private final TestProbe<Reply> replies = kit.createTestProbe();
    private final List<Cursor> recorded = new ArrayList<>();
    private volatile ActorRef<Command> courier = spawn();
    private long time;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(FaultyJournal.CONFIG);
        journal = new FaultyJournal(kit.system());
    }

    @AfterAll
    static void end() {
        kit.shutdownTestKit();
    }

    @RepeatedTest(5)
    void everyPositionComesOnceAndInOrderOverCutsAndRestartsWhilePostsGoOn() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 130; i++) {
            post(1 + random.nextInt(4));
        }
        Cursor from = Cursor.BEGINNING;
        List<Cursor> seen = new ArrayList<>();
        int posts = 100;
        while (seen.size() < recorded.size() || posts > 0) {
            TestSubscriber.Probe<LiveFrame> frames = frames(Optional.of(from));
            int take = Math.min(1 + random.nextInt(100), recorded.size() - seen.size());
            frames.request(take);
            for (int i = 0; i < take; i++) {
                seen.add(cursor(frames.expectNext()));
                if (posts > 0 && random.nextInt(4) == 0) {
                    posts--;
                    post(1 + random.nextInt(4));
                }
                if (random.nextInt(60) == 0) {
                    restart();
                }
            }
            frames.cancel();
            if (take == 0) {
                posts--;
                post(2);
            } else {
                from = seen.get(seen.size() - 1);
            }
        }
        assertThat(seen).containsExactlyElementsOf(recorded);
    }

    @Test
    void withoutACursorItBeginsWithTheLivePosition() {
        post(3);
        post(2);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(10);
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(2, 1));
        post(1);
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(3, 0));
        frames.cancel();
    }

    @Test
    void withoutACursorACourierThatWasNeverSeenSaysNothingAtFirst() {
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(10);
        frames.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(100_000_000L));
        post(1);
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(1, 0));
        frames.cancel();
    }

    @Test
    void aBareSequenceNumberMeansThatAllOfItWasSeen() {
        post(3);
        post(2);
        TestSubscriber.Probe<LiveFrame> frames = frames(Cursor.parse("1"));
        frames.request(10);
        assertThat(cursor(frames.expectNext())).isEqualTo(new Cursor(2, 0));
        frames.cancel();
    }

    @Test
    void aCursorAfterTheMarkerOfAnEarlierLifeGoesOn() {
        post(1);
        restart();
        post(1);
        TestSubscriber.Probe<LiveFrame> frames = frames(Cursor.parse("1.0"));
        frames.request(10);
        assertThat(cursor(frames.expectNext())).isEqualTo(recorded.get(1));
        restart();
        post(1);
        assertThat(cursor(frames.expectNext())).isEqualTo(recorded.get(2));
        frames.cancel();
    }

    @Test
    void aMessageThatGotLostIsMadeUpFor() {
        AtomicInteger count = new AtomicInteger();
        TestSubscriber.Probe<LiveFrame> frames = probe(LiveSession.frames(
                watched((cursor, watcher) ->
                        courier.tell(new Courier.Watch(cursor, kit.spawn(losing(watcher, count))))),
                Optional.of(Cursor.BEGINNING)));
        frames.request(100);
        for (int i = 0; i < 20; i++) {
            post(2);
        }
        for (Cursor each : recorded) {
            assertThat(cursor(frames.expectNext())).isEqualTo(each);
        }
        frames.cancel();
    }

    @Test
    void aConnectionThatGoesLeavesNothingBehind() {
        post(1);
        TestSubscriber.Probe<LiveFrame> frames = frames(Optional.empty());
        frames.request(1);
        frames.expectNext();
        shard.expectNoMessage(Duration.ofMillis(500));
        frames.cancel();
        shard.expectMessage(new Passivate<>(courier));
    }

    /** Every third event does not arrive. */
    private static Behavior<Feed> losing(ActorRef<Feed> watcher, AtomicInteger count) {
        return Behaviors.receiveMessage(feed -> {
            if (!(feed instanceof Feed.Recorded) || count.incrementAndGet() % 3 != 0) {
                watcher.tell(feed);
            }
            return Behaviors.same();
        });
    }

    private ActorRef<Command> spawn() {
        CourierSurroundings given = new CourierSurroundings(
                SETTINGS,
                new FakeEgress(),
                new FakeArchive(),
                journal.reader(),
                new FakeJournalWatch(),
                new OutboxBacklog(),
                Whereabouts.NOBODY_ASKS,
                () -> GeofenceIndex.EMPTY);
        return kit.spawn(Courier.start(given).of(courierId, shard.ref(), otherwiseForgotten -> {}));
    }

    private void restart() {
        courier.tell(Stop.INSTANCE);
        replies.expectTerminated(courier);
        courier = spawn();
    }

    private void post(int positions) {
        List<Position> post = new ArrayList<>();
        for (int i = 0; i < positions; i++) {
            post.add(Fixes.at(++time));
        }
        courier.tell(new Record(post, null, 1_000_000, replies.ref()));
        long seqNr = ((Recorded) replies.receiveMessage()).seqNr();
        for (int i = 0; i < positions; i++) {
            recorded.add(new Cursor(seqNr, i));
        }
    }

    private TestSubscriber.Probe<LiveFrame> frames(Optional<Cursor> from) {
        return probe(LiveSession.frames(
                watched((cursor, watcher) -> courier.tell(new Courier.Watch(cursor, watcher))), from));
    }

    private Watched watched(BiConsumer<Cursor, ActorRef<Feed>> subscribe) {
        return new Watched(
                courierId,
                CourierId.persistenceId(courierId),
                journal.reader(),
                PositionFrame.ITEMS,
                subscribe::accept);
    }

    private static TestSubscriber.Probe<LiveFrame> probe(Source<LiveFrame, ?> source) {
        return source.runWith(TestSink.create(kit.system().classicSystem()), kit.system());
    }

    private static Cursor cursor(LiveFrame frame) {
        return new Cursor(
                ((PositionFrame) frame).position().seqNr(),
                ((PositionFrame) frame).position().index());
    }
}
