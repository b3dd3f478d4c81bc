package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.Fixes.from;
import static io.rastro.sharding.courier.TestCourier.A_MOMENT;
import static io.rastro.sharding.courier.TestCourier.MAX_WAITING;
import static io.rastro.sharding.courier.TestCourier.assertBusy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.courier.Courier.Stop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fixes older than the window are looked up in the table. */
class CourierOldFixesTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();

    @Test
    void areLookedUpWhileTheLatestIsAnsweredAndPostsWait() throws Exception {
        longSeen();
        long before = courier.latest().seqNr();
        TestProbe<Reply> old = courier.post(at(5), at(6, 1), at(100));
        FakeArchive.Question question = courier.archive.nextQuestion();
        assertThat(question.fixes()).containsExactly(at(5), at(6, 1));
        TestProbe<Reply> waiting = courier.post(at(101));
        assertThat(courier.latest().seqNr()).isEqualTo(before);
        waiting.expectNoMessage(A_MOMENT);
        question.has(0);
        assertThat(old.receiveMessage()).isEqualTo(new Recorded(2, 1, before + 1, false, 0));
        assertThat(waiting.receiveMessage()).isEqualTo(new Recorded(1, 0, before + 2, false, 0));
        assertThat(courier.positions((int) before)).containsExactly(at(6, 1).markedLate(), at(100));
    }

    @Test
    void twoPostsOfTheSameOldFixRecordItOnce() throws Exception {
        longSeen();
        TestProbe<Reply> one = courier.post(at(6, 1));
        TestProbe<Reply> other = courier.post(at(6, 1));
        courier.archive.nextQuestion().has();
        assertThat(((Recorded) one.receiveMessage()).accepted()).isEqualTo(1);
        assertThat(((Recorded) other.receiveMessage()).duplicates()).isEqualTo(1);
        assertThat(courier.archive.questions).isEmpty();
    }

    @Test
    void postsThatWaitKeepTheirOrderOverSeveralLookUps() throws Exception {
        longSeen();
        long before = courier.latest().seqNr();
        List<TestProbe<Reply>> replies =
                List.of(courier.post(at(6, 1)), courier.post(at(7, 1)), courier.post(at(100)), courier.post(at(8, 1)));
        for (int i = 0; i < 3; i++) {
            courier.archive.nextQuestion().has();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(((Recorded) replies.get(i).receiveMessage()).seqNr()).isEqualTo(before + 1 + i);
        }
    }

    @Test
    void aLookUpThatFailsIsAnsweredBusyAndTheOthersGoOn() throws Exception {
        longSeen();
        TestProbe<Reply> old = courier.post(at(5));
        TestProbe<Reply> waiting = courier.post(at(101));
        courier.archive.nextQuestion().answer().completeExceptionally(new IllegalStateException("away"));
        assertBusy(old.receiveMessage());
        assertThat(waiting.receiveMessage()).isInstanceOf(Recorded.class);
    }

    @Test
    void aLookUpThatTakesTooLongIsAnsweredBusyAndTheNextOnesAreRefusedAtOnceForAMoment() throws Exception {
        longSeen();
        TestProbe<Reply> old = courier.post(at(5));
        TestProbe<Reply> alsoOld = courier.post(at(6));
        TestProbe<Reply> fresh = courier.post(at(101));
        FakeArchive.Question question = courier.archive.nextQuestion();
        assertBusy(old.receiveMessage());
        assertBusy(alsoOld.receiveMessage(Duration.ofMillis(250)));
        assertThat(fresh.receiveMessage()).isInstanceOf(Recorded.class);
        assertThat(courier.archive.questions).isEmpty();
        question.has(0);
        assertThat(question.answer())
                .as("the archive's own future is left alone")
                .isCompleted();

        await().until(() -> {
            courier.post(at(5));
            return !courier.archive.questions.isEmpty();
        });
    }

    @Test
    void postsThatWaitAreBounded() throws Exception {
        longSeen();
        TestProbe<Reply> old = courier.post(at(5));
        FakeArchive.Question question = courier.archive.nextQuestion();
        List<TestProbe<Reply>> waiting = courier.posts(MAX_WAITING);
        assertBusy(waiting.get(MAX_WAITING - 1).receiveMessage());
        question.has(0);
        assertThat(((Recorded) old.receiveMessage()).duplicates()).isEqualTo(1);
        for (TestProbe<Reply> each : waiting.subList(0, MAX_WAITING - 1)) {
            assertThat(each.receiveMessage()).isInstanceOf(Recorded.class);
        }
    }

    @Test
    void stoppingDuringALookUpSendsEverybodyOnAndStops() throws Exception {
        longSeen();
        TestProbe<Reply> old = courier.post(at(5));
        TestProbe<Reply> waiting = courier.post(at(101));
        courier.archive.nextQuestion();
        courier.tell(Stop.INSTANCE);
        assertThat(old.receiveMessage(Duration.ofMillis(250))).isEqualTo(Reply.Moving.INSTANCE);
        assertThat(waiting.receiveMessage(Duration.ofMillis(250))).isEqualTo(Reply.Moving.INSTANCE);
        old.expectTerminated(courier.ref());
    }

    /** Fixes 1 to 60 were recorded; 1 to 20 are tabled and left the window. */
    private void longSeen() {
        courier.start();
        courier.archive.hasEverything = true;
        for (int i = 0; i < 3; i++) {
            courier.answer(from(i * 20 + 1, i * 20 + 20).toArray(Position[]::new));
        }
        assertThat(((PositionsRecorded) courier.lastEvent()).tabledUpTo()).isEqualTo(1);
    }
}
