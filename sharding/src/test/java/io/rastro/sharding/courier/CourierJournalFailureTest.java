package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.TestCourier.LONG;
import static io.rastro.sharding.courier.TestCourier.assertBusy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Busy;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.courier.Courier.Stop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** A journal that fails, refuses or cannot be read. */
@Isolated("asks how soon")
class CourierJournalFailureTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();
    private final FaultyJournal journal = KIT.journal();

    @Test
    void aFailedWriteIsAnsweredAtOnceAndNeverAsRecorded() {
        courier.start();
        courier.latest();
        journal.failsWrites();
        journal.holdsWrites();
        List<TestProbe<Reply>> replies = courier.posts(3);
        journal.letWritesGo();
        replies.forEach(reply -> assertBusy(reply.receiveMessage(Duration.ofMillis(500))));
        assertThat(courier.events()).isEmpty();

        assertBusy(courier.post(at(9)).receiveMessage(Duration.ofMillis(100)));
        journal.works();
        await().until(() -> courier.answer(at(1)) instanceof Recorded);
        replies.forEach(reply -> reply.expectNoMessage(Duration.ofMillis(10)));
        assertThat(courier.positions(0)).containsExactly(at(1));
        assertThat(courier.events())
                .as("what was refused is not recorded later")
                .hasSize(1);
        await().until(() -> courier.egress.published().equals(List.of(1L)));
    }

    @Test
    void keepsTheIdleTimeAndTheOutboxGoingAfterIt() {
        courier.start();
        courier.egress.full(true);
        courier.answer(at(1));
        journal.failsWrites();
        assertBusy(courier.answer(at(2)));
        journal.works();
        courier.egress.full(false);
        await().until(() -> courier.egress.published().equals(List.of(1L)));
        courier.shard.expectMessageClass(Passivate.class);
    }

    @Test
    void aRejectedWriteIsAnsweredToo() {
        courier.start();
        journal.rejectsWrites();
        TestProbe<Reply> reply = courier.post(at(1));
        assertBusy(reply.receiveMessage(Duration.ofMillis(500)));
        reply.expectTerminated(courier.ref());
    }

    @Test
    void refusesPostsAndStopsWhileItCannotRecover() {
        courier.start();
        courier.answer(at(1));
        courier.stop();
        journal.failsReads();
        courier.start();
        TestProbe<Reply> reply = courier.post(at(2));
        assertBusy(reply.receiveMessage(Duration.ofMillis(1_000)));
        courier.tell(Stop.INSTANCE);
        reply.expectTerminated(courier.ref());
    }

    @Test
    void saysThatItDoesNotKnowTheLatestWhileItCannotRecover() {
        courier.start();
        courier.answer(at(1));
        courier.stop();
        journal.failsReads();
        courier.start();
        assertThat(courier.askLatest().receiveMessage(LONG)).isInstanceOf(Busy.class);
        assertThat(courier.askLatest().receiveMessage(LONG)).isInstanceOf(Busy.class);
        journal.works();
        assertThat(courier.latest().seqNr()).isEqualTo(2);
    }

    /** Two seconds by the pauses between two tries; how long the machine takes is not asked here. */
    @Test
    void isBackWithinTwoSecondsOfTheJournalHoweverLongItWasAway() {
        assertThat(Courier.RESTART_MAX.toMillis() * (1 + Courier.RESTART_JITTER))
                .isLessThan(2_000);
        courier.start();
        courier.answer(at(1)); // it has something to read
        journal.failsReads();
        journal.failsWrites();
        assertBusy(courier.answer(at(2)));
        courier.awaitRecoveries(4); // the pause is at its longest
        journal.works();
        await().atMost(LONG).until(() -> courier.answer(at(2)) instanceof Recorded);
    }

    @Test
    void tellsTheNodeOfItsWritesAndNotOfItsReads() {
        courier.start();
        courier.answer(at(1));
        assertThat(courier.journalWatch.written).hasValue(1);
        journal.failsReads();
        journal.failsWrites();
        assertBusy(courier.answer(at(2)));
        courier.awaitRecoveries(2);
        assertThat(courier.journalWatch.failed).containsExactly(courier.id);
        assertThat(courier.journalWatch.written).hasValue(1);
    }

    @Test
    void staysWhereItIsWhileTheJournalIsAway() {
        courier.start();
        courier.answer(at(1));
        courier.journalWatch.up = false;
        courier.shard.expectNoMessage(Duration.ofMillis(700));
        courier.journalWatch.up = true;
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
    }

    @Test
    void stopsWhenTheMarkerCannotBeWritten() {
        courier.start();
        courier.answer(at(1));
        await().until(() -> courier.egress.published().equals(List.of(1L)));
        courier.latest();
        journal.failsWrites();
        courier.stop();
        assertThat(courier.comeBacks).hasValue(1);
    }

    @Test
    void stopsWhenTheWriteBeforeTheStopFails() {
        courier.start();
        courier.latest();
        journal.holdsWrites();
        journal.failsWrites();
        TestProbe<Reply> reply = courier.post(at(1));
        courier.tell(Stop.INSTANCE);
        journal.letWritesGo();
        assertBusy(reply.receiveMessage());
        reply.expectTerminated(courier.ref());
    }
}
