package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.TestCourier.A_MOMENT;
import static io.rastro.sharding.courier.TestCourier.MAX_WAITING;
import static io.rastro.sharding.courier.TestCourier.assertBusy;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a POST records, and what it is answered. */
class CourierRecordingTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();
    private final FaultyJournal journal = KIT.journal();

    @Test
    void repliesOnlyAfterTheEventIsInTheJournal() {
        courier.start();
        journal.holdsWrites();
        TestProbe<Reply> reply = courier.post(at(1));
        reply.expectNoMessage(A_MOMENT);
        journal.letWritesGo();
        assertThat(reply.receiveMessage()).isEqualTo(new Recorded(1, 0, 1, false, 0));
        assertThat(courier.events()).hasSize(1);
    }

    @Test
    void recordsOneEventForEachPost() {
        courier.start();
        assertThat(courier.answer(at(1), at(2), at(2), at(3))).isEqualTo(new Recorded(3, 1, 1, false, 0));
        assertThat(courier.answer(at(3), at(4))).isEqualTo(new Recorded(1, 1, 2, false, 0));
        assertThat(courier.answer(at(3), at(4))).isEqualTo(new Recorded(0, 2, 2, false, 0));
        assertThat(courier.positions(0)).containsExactly(at(1), at(2), at(3));
        assertThat(courier.positions(1)).containsExactly(at(4));
        assertThat(courier.events()).hasSize(2);
    }

    @Test
    void recognisesDuplicatesAfterRecoveryFromSnapshotAndJournal() {
        courier.start();
        for (int i = 1; i <= 25; i++) {
            courier.answer(at(i), at(i, 1));
        }
        courier.restart();
        for (int i = 1; i <= 25; i++) {
            assertThat(((Recorded) courier.answer(at(i), at(i, 1))).duplicates())
                    .isEqualTo(2);
        }
        assertThat(courier.latest().positionCount()).isEqualTo(50);
        assertThat(courier.events().stream().filter(PositionsRecorded.class::isInstance))
                .hasSize(25);
    }

    @Test
    void answersTheSameIdempotencyKeyWithTheSameAlsoAfterRecovery() {
        courier.start();
        Recorded first = (Recorded) courier.answer("key-1", at(1), at(2));
        assertThat(first).isEqualTo(new Recorded(2, 0, 1, false, 0));
        Recorded replayed = new Recorded(0, 3, 1, true, 2);
        assertThat(courier.answer("key-1", at(7), at(8), at(9))).isEqualTo(replayed);
        courier.restart();
        assertThat(courier.answer("key-1", at(7), at(8), at(9))).isEqualTo(replayed);
        for (int i = 10; i < 25; i++) {
            courier.answer(at(i));
        }
        courier.restart();
        assertThat(courier.answer("key-1", at(7), at(8), at(9))).isEqualTo(replayed);
    }

    @Test
    void answersWithTheLivePosition() {
        courier.start();
        courier.answer(at(5), at(9), at(7));
        Latest latest = courier.latest();
        assertThat(latest.latest().position()).isEqualTo(at(9));
        assertThat(latest.latest().index()).isEqualTo(1);
        assertThat(latest.seqNr()).isEqualTo(1);
    }

    @Test
    void boundsThePostsThatWaitForTheJournal() {
        courier.start();
        courier.latest();
        journal.holdsWrites();
        List<TestProbe<Reply>> replies = courier.posts(MAX_WAITING + 1);
        assertBusy(replies.get(MAX_WAITING).receiveMessage());
        journal.letWritesGo();
        for (int i = 0; i < MAX_WAITING; i++) {
            assertThat(replies.get(i).receiveMessage()).isEqualTo(new Recorded(1, 0, i + 1, false, 0));
        }
    }
}
