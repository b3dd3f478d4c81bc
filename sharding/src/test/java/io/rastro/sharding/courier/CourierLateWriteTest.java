package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.TestCourier.assertBusy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import io.rastro.protocol.courier.Position;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A write that failed, and is in the journal all the same some time later. */
class CourierLateWriteTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();
    private final FaultyJournal journal = KIT.journal();

    @Test
    void theEventThatGotItsNumberCountsForTheStateAndForWhatIsPublished() {
        courier.start();
        courier.egress.full(true);
        courier.answer(at(1));
        failLate(null, at(2));
        journal.letLateWritesLand();
        assertThat(courier.answer(at(3))).isEqualTo(new Recorded(1, 0, 2, false, 0));

        courier.restart();
        assertThat(courier.latest().positionCount()).isEqualTo(2);
        assertThat(courier.latest().latest().position()).isEqualTo(at(3));
        courier.egress.full(false);
        await().untilAsserted(
                        () -> assertThat(courier.egress.publishedPositions()).containsExactly(at(1), at(3)));
        assertThat(courier.answer(at(2))).isEqualTo(new Recorded(1, 0, 3, false, 0));
    }

    @Test
    void itIsNotPublishedWhileTheCourierDoesNotKnowIt() {
        courier.start();
        courier.egress.full(true);
        courier.answer(at(1));
        failLate(null, at(2));
        journal.letLateWritesLand();
        courier.egress.full(false);
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
        assertThat(courier.egress.publishedPositions()).containsExactly(at(1));

        courier.restart();
        assertThat(courier.latest())
                .extracting(Latest::positionCount, Latest::seqNr)
                .containsExactly(1L, 2L);
    }

    @Test
    void itCountsWhenTheRecoverySeesItAndARetryIsAReplay() {
        courier.start();
        courier.answer(at(1));
        journal.writesComeLate();
        journal.failsReads();
        assertBusy(courier.answer("key-2", at(2)));
        journal.letLateWritesLand();
        journal.works();
        courier.stop();
        courier.start();
        assertThat(courier.answer("key-2", at(2))).isEqualTo(new Recorded(0, 1, 2, true, 1));
        assertThat(courier.answer(at(2), at(3))).isEqualTo(new Recorded(1, 1, 3, false, 0));
        await().untilAsserted(
                        () -> assertThat(courier.egress.publishedPositions()).containsExactly(at(1), at(2), at(3)));
    }

    /** Fails, and the courier has recovered without it. */
    private void failLate(String key, Position position) {
        journal.writesComeLate();
        assertBusy(courier.answer(key, position));
        journal.works();
        courier.latest();
    }
}
