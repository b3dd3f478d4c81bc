package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.TestCourier.assertBusy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.GetLatest;
import io.rastro.sharding.courier.Courier.LatestReply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the node says of its couriers that is journaled and not acknowledged. */
class CourierBacklogTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();
    private final FaultyJournal journal = KIT.journal();

    @Test
    void isWhatIsJournaledAndNotAcknowledged() {
        courier.start();
        courier.egress.acknowledging(false);
        courier.answer(at(1), at(2));
        courier.answer(at(3));
        awaitBacklog(2);
        courier.egress.full(true);
        courier.answer(at(4));
        awaitBacklog(3);
        courier.egress.full(false);
        courier.egress.acknowledging(true);
        courier.awaitPublished(1, 2, 3);
        awaitBacklog(0);
    }

    @Test
    void leavesWithACourierThatStopsAndComesBackWithTheNext() {
        courier.start();
        courier.egress.acknowledging(false);
        courier.answer(at(1));
        courier.answer(at(2));
        awaitBacklog(2);
        courier.stop();
        assertThat(courier.comeBacks).hasValue(1);
        assertThat(courier.comeBacksOfForgotten).as("its shard remembers it").hasValue(0);
        awaitBacklog(0);

        courier.start();
        awaitBacklog(2);
        courier.egress.acknowledging(true);
        awaitBacklog(0);
        courier.stop();
        awaitBacklog(0);
    }

    @Test
    void isAsOldAsTheJournalSaysWhenACourierComesBack() {
        long anHourAgo = System.currentTimeMillis() - 3_600_000;
        journal.begin(
                CourierId.persistenceId(courier.id),
                List.of(new PositionsRecorded(anHourAgo, 0, 0, null, List.of(at(1)))));
        courier.egress.acknowledging(false);
        courier.startImpatient();
        await().untilAsserted(() -> assertThat(courier.backlog.oldestSeconds()).isBetween(3_600.0, 3_700.0));
        courier.egress.breakLine();
        courier.egress.acknowledging(true);
        awaitBacklog(0);
        assertThat(courier.backlog.oldestSeconds()).isZero();
    }

    @Test
    void doesNotDriftWhenTheJournalFails() {
        courier.start();
        courier.egress.acknowledging(false);
        courier.answer(at(1));
        courier.answer(at(2));
        for (int i = 0; i < 3; i++) {
            journal.failsWrites();
            assertBusy(courier.answer(at(3)));
            journal.works();
            await().until(() -> courier.answer(at(13)) instanceof Recorded);
        }
        awaitBacklog(3);
        courier.egress.acknowledging(true);
        awaitBacklog(0);
    }

    @Test
    void isThatOfACourierThatCannotRecoverUntilItStops() {
        courier.start();
        courier.egress.acknowledging(false);
        courier.answer(at(1));
        awaitBacklog(1);
        journal.failsReads();
        journal.failsWrites();
        assertBusy(courier.answer(at(2)));
        for (int i = 0; i < 10; i++) {
            assertThat(courier.backlog.events()).isEqualTo(1);
            assertThat(courier.backlog.oldestSeconds()).isPositive();
            courier.tell(
                    new GetLatest(KIT.actors().<LatestReply>createTestProbe().ref()));
        }
        courier.stop();
        awaitBacklog(0);
        assertThat(courier.backlog.oldestSeconds()).isZero();
    }

    private void awaitBacklog(long events) {
        await().untilAsserted(() -> assertThat(courier.backlog.events()).isEqualTo(events));
    }
}
