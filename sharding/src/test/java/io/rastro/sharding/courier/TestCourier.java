package io.rastro.sharding.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.FakeEgress;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.GetLatest;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.LatestReply;
import io.rastro.sharding.courier.Courier.Record;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Busy;
import io.rastro.sharding.courier.Courier.Stop;
import io.rastro.sharding.entity.RecoveryTurns;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One courier over its lives, and all that surrounds it in the hands of the test. */
final class TestCourier {

    static final int MAX_WAITING = 4;
    static final Duration A_MOMENT = Duration.ofMillis(100);

    /** For what must come, on a busy machine too. */
    static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(10);

    final String id = "c-" + UUID.randomUUID();
    final FakeEgress egress = new FakeEgress();
    final FakeArchive archive = new FakeArchive();
    final OutboxBacklog backlog = new OutboxBacklog();
    final FakeJournalWatch journalWatch = new FakeJournalWatch();
    final FakeWhereabouts whereabouts = new FakeWhereabouts();

    /** As its node knows them. */
    volatile GeofenceIndex geofences = GeofenceIndex.EMPTY;

    /** Fixes that the table may lag behind. */
    int maxWindow = 64;

    /** Of its node: one at a time. */
    final RecoveryTurns recoveries = new RecoveryTurns(1);

    /** How often it asked to be started again. */
    final AtomicInteger comeBacks = new AtomicInteger();

    final AtomicInteger comeBacksOfForgotten = new AtomicInteger();

    final TestProbe<ShardCommand> shard;

    private final ActorTestKit kit;
    private final FaultyJournal journal;
    private ActorRef<Command> ref;

    TestCourier(ActorTestKit kit, FaultyJournal journal) {
        this.kit = kit;
        this.journal = journal;
        this.shard = kit.createTestProbe();
    }

    /** Its next life. */
    void start() {
        start(Duration.ofSeconds(2));
    }

    /** For a test that waits for it: what is not acknowledged is noticed as soon as the settings allow. */
    void startImpatient() {
        start(Duration.ofSeconds(1));
    }

    private void start(Duration publishTimeout) {
        CourierSurroundings given = new CourierSurroundings(
                settings(publishTimeout),
                egress,
                archive,
                journal.reader(),
                journalWatch,
                backlog,
                whereabouts,
                () -> geofences,
                recoveries);
        ref = kit.spawn(Courier.start(given).of(id, shard.ref(), otherwiseForgotten -> {
            comeBacks.incrementAndGet();
            if (otherwiseForgotten) {
                comeBacksOfForgotten.incrementAndGet();
            }
        }));
    }

    private CourierSettings settings(Duration publishTimeout) {
        return new CourierSettings(
                16,
                maxWindow,
                4,
                10,
                Duration.ofMillis(300),
                publishTimeout,
                Duration.ofMillis(300),
                MAX_WAITING,
                16,
                10,
                Duration.ofSeconds(3),
                Duration.ofSeconds(3));
    }

    ActorRef<Command> ref() {
        return ref;
    }

    void tell(Command command) {
        ref.tell(command);
    }

    void stop() {
        TestProbe<Object> probe = kit.createTestProbe();
        tell(Stop.INSTANCE);
        probe.expectTerminated(ref);
    }

    void restart() {
        stop();
        start();
    }

    TestProbe<Reply> post(Position... positions) {
        return post(null, positions);
    }

    private TestProbe<Reply> post(String key, Position... positions) {
        TestProbe<Reply> reply = kit.createTestProbe(Reply.class);
        tell(new Record(List.of(positions), key, 1_000_000, reply.ref()));
        return reply;
    }

    Reply answerAt(long receivedAtMillis, List<Position> positions) {
        TestProbe<Reply> reply = kit.createTestProbe(Reply.class);
        tell(new Record(positions, null, receivedAtMillis, reply.ref()));
        return reply.receiveMessage();
    }

    /** One new position each. */
    List<TestProbe<Reply>> posts(int count) {
        List<TestProbe<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(post(Fixes.at(10_000 + i)));
        }
        return replies;
    }

    Reply answer(Position... positions) {
        return post(positions).receiveMessage();
    }

    Reply answer(String key, Position... positions) {
        return post(key, positions).receiveMessage();
    }

    /** Once the courier is there. */
    Latest latest() {
        return await().pollInterval(POLL)
                .until(() -> askLatest().receiveMessage() instanceof Latest latest ? latest : null, Objects::nonNull);
    }

    TestProbe<LatestReply> askLatest() {
        TestProbe<LatestReply> reply = kit.createTestProbe(LatestReply.class);
        tell(new GetLatest(reply.ref()));
        return reply;
    }

    static void assertBusy(Reply reply) {
        assertThat(reply).isInstanceOf(Busy.class);
    }

    void awaitPublished(long... seqNrs) {
        List<Long> expected = Arrays.stream(seqNrs).boxed().toList();
        await().pollInterval(POLL)
                .untilAsserted(() -> assertThat(egress.published()).isEqualTo(expected));
    }

    /** So often in vain, since the journal fails reads. */
    void awaitRecoveries(int tries) {
        String persistenceId = CourierId.persistenceId(id);
        await().until(() -> Collections.frequency(journal.failedReads(), persistenceId) >= tries);
    }

    List<CourierEvent> events() {
        return journal.events(CourierEvent.class, CourierId.persistenceId(id));
    }

    CourierEvent lastEvent() {
        List<CourierEvent> events = events();
        return events.get(events.size() - 1);
    }

    List<Position> positions(int event) {
        return ((PositionsRecorded) events().get(event)).positions();
    }
}
