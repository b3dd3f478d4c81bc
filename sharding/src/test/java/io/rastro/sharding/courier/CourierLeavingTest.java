package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.courier.Courier.Stop;
import io.rastro.sharding.courier.Courier.Watch;
import io.rastro.sharding.live.Feed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** When a courier leaves memory, when it stays, and what it leaves behind. */
@Isolated("asks how soon")
class CourierLeavingTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();
    private final FaultyJournal journal = KIT.journal();

    @Test
    void theEventAfterAMarkerSaysSo() {
        courier.start();
        courier.answer(at(1));
        courier.answer(at(2));
        courier.awaitPublished(1, 2);
        courier.stop();
        assertThat(courier.lastEvent()).isEqualTo(new OutboxDrained(2));
        courier.start();
        courier.answer(at(3));
        courier.answer(at(4));
        assertThat(courier.events().stream()
                        .filter(PositionsRecorded.class::isInstance)
                        .map(event -> ((PositionsRecorded) event).afterMarker()))
                .containsExactly(false, false, true, false);
    }

    @Test
    void oneThatHasAskedToLeaveAndIsGivenMoreSaysThatItsShardWouldForgetIt() {
        courier.start();
        courier.answer(at(1));
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
        courier.egress.acknowledging(false);
        courier.answer(at(2));
        courier.stop();
        assertThat(courier.comeBacks).hasValue(1);
        assertThat(courier.comeBacksOfForgotten).hasValue(1);
    }

    @Test
    void oneThatWasAskedForBeforeItWasSeenSaysSoAsWell() {
        courier.start();
        courier.latest();
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
        courier.egress.acknowledging(false);
        courier.answer(at(1));
        courier.stop();
        assertThat(courier.comeBacksOfForgotten).hasValue(1);
    }

    @Test
    void passivatesWhenIdleAndPublishedAndTheNextIncarnationPublishesNothing() {
        courier.start();
        courier.answer(at(1));
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
        courier.stop();
        assertThat(courier.lastEvent()).isEqualTo(new OutboxDrained(1));
        assertThat(courier.comeBacks).hasValue(0);

        courier.start();
        assertThat(courier.latest().seqNr()).isEqualTo(2);
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
        courier.stop();
        assertThat(courier.events()).as("one marker is enough").hasSize(2);
        assertThat(courier.egress.published()).containsExactly(1L);

        courier.start();
        assertThat(courier.answer(at(2))).isEqualTo(new Recorded(1, 0, 3, false, 0));
        courier.awaitPublished(1, 3);
    }

    @Test
    void staysWhileSomethingIsNotPublished() {
        courier.start();
        courier.egress.acknowledging(false);
        courier.answer(at(1));
        courier.shard.expectNoMessage(Duration.ofMillis(700));
        courier.egress.acknowledging(true);
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
    }

    @Test
    void staysWhileItIsWatchedAndLeavesWhenTheWatcherIsGone() {
        courier.start();
        courier.answer(at(1));
        TestProbe<Feed> watcher = KIT.actors().createTestProbe(Feed.class);
        courier.tell(new Watch(null, watcher.ref()));
        watcher.expectMessageClass(Feed.Subscribed.class);
        courier.shard.expectNoMessage(Duration.ofMillis(700));
        watcher.stop();
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
    }

    @Test
    void oneThatWasNeverSeenLeavesAtOnce() {
        courier.start();
        assertThat(courier.latest()).isEqualTo(new Latest(null, 0, 0));
        courier.shard.expectMessage(Duration.ofMillis(200), new Passivate<>(courier.ref()));
        courier.stop();
        assertThat(courier.events()).isEmpty();
    }

    @Test
    void aStopWaitsForTheWriteUnderWay() {
        courier.start();
        courier.latest();
        journal.holdsWrites();
        TestProbe<Reply> reply = courier.post(at(1));
        courier.tell(Stop.INSTANCE);
        TestProbe<Reply> tooLate = courier.post(at(2));
        tooLate.expectMessage(Reply.Moving.INSTANCE);
        journal.letWritesGo();
        assertThat(reply.receiveMessage()).isEqualTo(new Recorded(1, 0, 1, false, 0));
        reply.expectTerminated(courier.ref());
    }
}
