package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.sharding.FakeEgress;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.area.Whereabouts;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.geofence.GeofenceIndex;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Couriers in a cluster of one node. */
class CouriersTest {

    static final CourierSettings SETTINGS = new CourierSettings(
            16,
            64,
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

    /** Of one node, with what the couriers of a real one need. */
    static final Config CLUSTER = ConfigFactory.parseString("""
                                akka.actor.provider = cluster
                                akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                                akka.cluster.jmx.enabled = off
                                akka.cluster.roles = [ingest]
                                akka.persistence.testkit.journal.circuit-breaker.max-failures = 1000000
                                akka.cluster.sharding {
                                  remember-entities = on
                                  updating-state-timeout = 2 s
                                  remember-entities-custom-store = "io.rastro.sharding.remember.PatientStores"
                                }
                                """).withFallback(FaultyJournal.CONFIG);

    private static final FakeEgress egress = new FakeEgress();
    private static final FakeJournalWatch watch = new FakeJournalWatch();
    private static ActorTestKit kit;
    private static FaultyJournal journal;
    private static Couriers couriers;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(CLUSTER);
        journal = new FaultyJournal(kit.system());
        OutboxBacklog backlog = new OutboxBacklog();
        couriers = Couriers.init(
                kit.system(),
                "ingest",
                new CourierSurroundings(
                        SETTINGS,
                        egress,
                        new FakeArchive(),
                        journal.reader(),
                        watch,
                        backlog,
                        Whereabouts.NOBODY_ASKS,
                        () -> GeofenceIndex.EMPTY));
        answer(couriers.rehearse(Duration.ofSeconds(10)));
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        answer(couriers.warmUp(Duration.ofSeconds(10)));
        await("a warm-up leaves nobody in memory").until(() -> backlog.entities() == 0);
    }

    @AfterAll
    static void end() {
        kit.shutdownTestKit();
    }

    @Test
    void aCourierThatIsNewWhileTheJournalIsAwayDoesNotEndTheOthersOfItsShard() {
        watch.up = false; // otherwise they would leave
        for (int i = 0; i < 30; i++) {
            record("known-" + i, at(1));
        }
        journal.failsWrites();
        journal.failsReads();
        for (int i = 0; i < 30; i++) {
            couriers.latest("new-" + i);
        }
        await().pollDelay(Duration.ofMillis(2_500)).until(() -> true); // longer than a shard waits for its store
        for (int i = 0; i < 30; i++) {
            assertThat(latest("known-" + i).positionCount()).isEqualTo(1);
        }
        journal.works();
        for (int i = 0; i < 30; i++) {
            String courierId = "new-" + i;
            await().ignoreExceptions().until(() -> answer(couriers.latest(courierId)) instanceof Latest);
        }
    }

    @AfterEach
    void mend() {
        journal.works();
        watch.up = true;
    }

    @Test
    void afterTheWarmUpEveryShardIsThereAndNothingIsWritten() {
        CurrentShardRegionState state = answer(AskPattern.ask(
                ClusterSharding.get(kit.system()).shardState(),
                replyTo -> new GetShardRegionState(Courier.ENTITY_KEY, replyTo),
                Duration.ofSeconds(3),
                kit.scheduler()));
        assertThat(state.getShards()).hasSize(SETTINGS.numberOfShards());
        for (int i = 0; i < SETTINGS.numberOfShards(); i++) {
            assertThat(journal.events(CourierEvent.class, "courier~warm-up-" + i))
                    .isEmpty();
        }
    }

    @Test
    void recordsAndAnswersWithTheLatest() {
        assertThat(record("c-1", at(1), at(2))).isEqualTo(new Recorded(2, 0, 1, false, 0));
        assertThat(latest("c-1").latest().position()).isEqualTo(at(2));
        assertThat(latest("c-never-seen")).isEqualTo(new Latest(null, 0, 0));
    }

    @Test
    void aCourierLeavesWithAMarkerAndComesBack() {
        record("c-2", at(1));
        await().until(() -> journal.events(CourierEvent.class, "courier~c-2").size() == 2);
        assertThat(journal.events(CourierEvent.class, "courier~c-2").get(1)).isEqualTo(new OutboxDrained(1));
        assertThat(record("c-2", at(1), at(2))).isEqualTo(new Recorded(1, 1, 3, false, 0));
    }

    @Test
    void aWatchedCourierStaysAndTellsWhatComes() {
        record("c-3", at(1));
        TestSubscriber.Probe<LiveFrame> frames = couriers.live("c-3", Optional.empty())
                .runWith(TestSink.create(kit.system().classicSystem()), kit.system());
        frames.request(10);
        assertThat(position(frames.expectNext())).isEqualTo(at(1));
        record("c-3", at(2));
        assertThat(position(frames.expectNext())).isEqualTo(at(2));
        frames.cancel();
    }

    private static Reply record(String courierId, Position... positions) {
        return answer(couriers.record(courierId, List.of(positions), null, 1_000_000));
    }

    private static Latest latest(String courierId) {
        return (Latest) answer(couriers.latest(courierId));
    }

    private static Position position(LiveFrame frame) {
        return ((PositionFrame) frame).position().position();
    }

    private static <T> T answer(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
