package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import akka.stream.javadsl.Sink;
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
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.LiveSession.Watched;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One courier over many incarnations, and three who watch it: what happens is drawn from a seed. A watcher that is not slow on
 * purpose always has less than {@value #SLOW} positions to come, so that nothing may be left out for it.
 */
final class WatchedLife {

    static final int POSITIONS = 16_000;
    private static final int MOST_POSITIONS_OF_A_POST = 60;
    private static final int WATCHERS = 3;

    /** With fewer to come nobody is a slow reader. */
    static final int SLOW = 150;

    /** A few frames are on their way to a reader that does not read. */
    private static final int SURELY_SLOW = SLOW + WatchingClient.ON_THEIR_WAY + 2 * MOST_POSITIONS_OF_A_POST;

    private static final Duration A_WHILE = Duration.ofSeconds(20);

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
    private final FaultyJournal journal;
    private final Random random;
    private final String courierId = "c-" + UUID.randomUUID();
    private final FakeEgress egress = new FakeEgress();
    private final FakeArchive archive = new FakeArchive();
    private final OutboxBacklog backlog = new OutboxBacklog();
    private final TestProbe<ShardCommand> shard;
    private final TestProbe<Reply> replies;
    private final List<TracedPosition> recorded = new ArrayList<>();
    private final Map<Cursor, Integer> places = new HashMap<>();
    private final List<WatchingClient> watchers = new ArrayList<>();
    private final List<Command> meanwhile = new ArrayList<>();
    /** Null while it moves. */
    private @Nullable ActorRef<Command> courier;

    private long time;
    private int events;
    private int moves;
    private int orders;
    private int passivations;
    private int cuts;
    private int slowPhases;

    WatchedLife(ActorTestKit kit, FaultyJournal journal, long seed) {
        this.kit = kit;
        this.journal = journal;
        this.random = new Random(seed);
        this.shard = kit.createTestProbe();
        this.replies = kit.createTestProbe();
        archive.hasEverything = true;
        courier = spawn();
    }

    void live() {
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(new WatchingClient(this));
        }
        while (recorded.size() < POSITIONS) {
            step();
        }
        for (WatchingClient watcher : watchers) {
            watcher.takeAll();
            watcher.cancel();
        }
        assertThat(journal.count(CourierId.persistenceId(courierId)))
                .as("events")
                .isGreaterThanOrEqualTo(events);
    }

    private void step() {
        int dice = random.nextInt(2_000);
        if (dice < 1_770) {
            post(anyNumber());
        } else if (dice < 1_920) {
            WatchingClient watcher = anyWatcher();
            watcher.take(random.nextInt(watcher.toCome() + 1));
        } else if (dice < 1_935) {
            order();
        } else if (dice < 1_980) {
            cuts++;
            anyWatcher().reconnect(random.nextInt(10) == 0);
        } else if (dice < 1_990) {
            move();
        } else if (dice < 1_996) {
            beSlow(anyWatcher());
        } else {
            passivate();
        }
    }

    /** An event without positions between those that have some. */
    private void order() {
        TestProbe<OrderReply> reply = kit.createTestProbe(OrderReply.class);
        courier.tell(new ChangeOrder("o-1", OrderChange.DELIVERED, 1_000_000, reply.ref()));
        assertThat(reply.receiveMessage(A_WHILE)).isInstanceOf(CourierOrders.Order.class);
        orders++;
    }

    /** Mostly a few. */
    private int anyNumber() {
        return 1 + random.nextInt(random.nextInt(4) == 0 ? MOST_POSITIONS_OF_A_POST : 4);
    }

    private WatchingClient anyWatcher() {
        return watchers.get(random.nextInt(WATCHERS));
    }

    /** One that has to be told everything until then, and is told what was left out since. */
    private void beSlow(WatchingClient watcher) {
        slowPhases++;
        for (int i = 0; i < 2; i++) {
            // The first may come from the journal; then it is subscribed.
            post(1);
            watcher.takeAll();
        }
        watcher.slow(true);
        boolean moved = false;
        int enough = SURELY_SLOW + random.nextInt(SLOW);
        while (watcher.toCome() < enough) {
            post(anyNumber());
            if (random.nextInt(300) == 0) {
                move();
                moved = true;
            }
        }
        int before = watcher.lags();
        watcher.takeAll();
        if (!moved) {
            assertThat(watcher.lags()).as("frames that say what was left out").isGreaterThan(before);
        }
        watcher.slow(false);
    }

    /** To another node: the same persistence id, another incarnation that knows none of the watchers. */
    private void move() {
        moves++;
        ActorRef<Command> leaving = courier;
        synchronized (this) {
            courier = null;
        }
        leaving.tell(Stop.INSTANCE);
        replies.expectTerminated(leaving, A_WHILE);
        ActorRef<Command> next = spawn();
        synchronized (this) {
            courier = next;
            meanwhile.forEach(next::tell);
            meanwhile.clear();
        }
    }

    /** Nobody watches, and nothing is posted. */
    private void passivate() {
        passivations++;
        watchers.forEach(WatchingClient::cancel);
        shard.fishForMessage(
                A_WHILE,
                command -> command.equals(new Passivate<>(courier))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        move();
        watchers.forEach(watcher -> watcher.reconnect(false));
    }

    private ActorRef<Command> spawn() {
        CourierSurroundings given = new CourierSurroundings(
                SETTINGS,
                egress,
                archive,
                journal.reader(),
                new FakeJournalWatch(),
                backlog,
                Whereabouts.NOBODY_ASKS,
                () -> GeofenceIndex.EMPTY);
        return kit.spawn(Courier.start(given).of(courierId, shard.ref(), otherwiseForgotten -> {}));
    }

    private void post(int positions) {
        for (WatchingClient watcher : watchers) {
            if (!watcher.isSlow() && watcher.toCome() + positions >= SLOW) {
                watcher.take(1 + random.nextInt(watcher.toCome()));
                watcher.take(watcher.toCome() + positions - SLOW + 1);
            }
        }
        List<Position> post = Fixes.from(time + 1, time + positions);
        time += positions;
        courier.tell(new Record(post, null, 1_000_000, replies.ref()));
        Reply reply = replies.receiveMessage(A_WHILE);
        assertThat(reply).isInstanceOfSatisfying(Reply.Recorded.class, done -> {
            assertThat(done.accepted()).isEqualTo(positions);
            for (int i = 0; i < positions; i++) {
                places.put(new Cursor(done.seqNr(), i), recorded.size());
                recorded.add(new TracedPosition(courierId, done.seqNr(), i, 1_000_000, post.get(i)));
            }
        });
        events++;
    }

    // For who watches

    List<TracedPosition> recorded() {
        return recorded;
    }

    int place(Cursor cursor) {
        Integer place = places.get(cursor);
        assertThat(place).as("place of %s", cursor).isNotNull();
        return place;
    }

    WatchingClient.Connection connect(Optional<Cursor> from) {
        WatchingClient.Connection connection = new WatchingClient.Connection();
        Watched watched = new Watched(courierId, CourierId.persistenceId(courierId), journal.reader(), this::subscribe);
        LiveSession.frames(watched, from).runWith(Sink.fromSubscriber(connection), kit.system());
        return connection;
    }

    /** While the courier moves its shard keeps what is sent. */
    private synchronized void subscribe(@Nullable Cursor seen, ActorRef<Feed> watcher) {
        Command watch = new Courier.Watch(seen, watcher);
        if (courier == null) {
            meanwhile.add(watch);
        } else {
            courier.tell(watch);
        }
    }

    int lags() {
        return watchers.stream().mapToInt(WatchingClient::lags).sum();
    }

    int longWaits() {
        return watchers.stream().mapToInt(WatchingClient::longWaits).sum();
    }

    int moves() {
        return moves;
    }

    int positions() {
        return recorded.size();
    }

    @Override
    public String toString() {
        return "{events " + events + ", positions " + recorded.size() + ", orders " + orders + ", moves " + moves
                + ", passivations "
                + passivations + ", cuts " + cuts + ", slow phases " + slowPhases + ", long waits " + longWaits() + ", "
                + watchers + "}";
    }
}
