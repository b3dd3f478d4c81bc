package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.FaultyJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is journaled is published, in order and once, whatever the line to the backbone does. */
class CourierPublishingTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();
    private final FaultyJournal journal = KIT.journal();

    @Test
    void whatALineThatWasFullRefusedIsPublishedFromTheJournalInOrder() {
        courier.start();
        courier.egress.full(true);
        for (int i = 1; i <= 5; i++) {
            courier.answer(at(i));
        }
        courier.egress.full(false);
        courier.awaitPublished(1, 2, 3, 4, 5);
        courier.answer(at(6));
        courier.awaitPublished(1, 2, 3, 4, 5, 6);
    }

    @Test
    void whatABrokenLineLostIsPublishedAgainBeforeWhatComes() {
        courier.start();
        courier.answer(at(1));
        courier.awaitPublished(1);
        courier.egress.acknowledging(false);
        courier.answer(at(2));
        courier.answer(at(3));
        courier.egress.breakLine();
        courier.egress.acknowledging(true);
        courier.answer(at(4));
        courier.awaitPublished(1, 2, 3, 4);
    }

    @Test
    void aLineThatBreaksInSilenceIsNoticed() {
        courier.startImpatient();
        courier.egress.acknowledging(false);
        courier.answer(at(1));
        courier.egress.breakLine();
        courier.egress.acknowledging(true);
        await().atMost(Duration.ofSeconds(8))
                .until(() -> courier.egress.published().equals(List.of(1L)));
    }

    @Test
    void whatAnOpenLineDoesNotAcknowledgeInTimeIsPublishedAgainBeforeWhatComes() {
        courier.startImpatient();
        courier.answer(at(1));
        courier.awaitPublished(1);
        courier.egress.losing(true);
        courier.answer(at(2));
        courier.answer(at(3));
        courier.egress.losing(false);
        await().until(() -> courier.egress.published().equals(List.of(1L, 2L, 3L)));
        courier.answer(at(4));
        courier.awaitPublished(1, 2, 3, 4);
    }

    @Test
    void aJournalThatCannotBeReadIsReadAgain() {
        courier.start();
        courier.egress.full(true);
        courier.answer(at(1));
        journal.failsReads();
        courier.egress.full(false);
        courier.answer(at(2));
        journal.works();
        courier.awaitPublished(1, 2);
    }

    @Test
    void theNextIncarnationPublishesWhatIsAboveTheWatermarkOnly() {
        courier.start();
        courier.answer(at(1));
        courier.awaitPublished(1);
        courier.answer(at(2));
        courier.awaitPublished(1, 2);
        courier.latest();
        courier.egress.acknowledging(false);
        courier.answer(at(3));
        courier.answer(at(4));
        courier.stop();
        assertThat(courier.comeBacks).as("somebody has to publish the rest").hasValue(1);
        assertThat(courier.lastEvent()).isInstanceOf(PositionsRecorded.class);
        courier.egress.breakLine();
        courier.egress.acknowledging(true);
        courier.start();
        courier.awaitPublished(1, 2, 3, 4);
    }

    @Test
    void manyEventsAreCaughtUpWithPieceByPiece() {
        List<PositionsRecorded> events = new ArrayList<>();
        for (int i = 1; i <= 250; i++) {
            events.add(Fixes.recorded(at(i)));
        }
        journal.begin(CourierId.persistenceId(courier.id), events);
        courier.start();
        await().until(() -> courier.egress.published().size() == 250);
        assertThat(courier.egress.published()).isSorted().doesNotHaveDuplicates();
    }
}
