package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.TestCourier.A_MOMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.entity.RecoveryTurns;
import io.rastro.sharding.entity.RecoveryTurns.Turn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecoveryTurnsTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();

    @Test
    void comeInTheirOrderAFewAtATime() {
        RecoveryTurns turns = new RecoveryTurns(2);
        List<Integer> came = new ArrayList<>();
        List<Turn> taken = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            taken.add(turns.take(() -> came.add(number)));
        }
        assertThat(taken).filteredOn(turns::hasCome).containsExactly(taken.get(0), taken.get(1));

        taken.get(2).end();
        taken.get(0).end();
        taken.get(0).end();
        assertThat(came)
                .as("one place was free, and who no longer waits is left out")
                .containsExactly(3);

        taken.get(1).end();
        taken.get(3).end();
        assertThat(came).containsExactly(3, 4, 5);
        taken.get(4).end();
        taken.get(5).end();
        assertThat(turns.hasCome(turns.take(() -> {}))).isTrue();
    }

    @Test
    void aCourierThatNobodyAsksForWaitsForItsTurn() throws Exception {
        Turn another = courier.recoveries.take(() -> {});
        courier.start();
        Thread.sleep(A_MOMENT.toMillis());
        assertThat(courier.backlog.entities()).isZero();

        another.end();
        await().until(() -> courier.backlog.entities() == 1);
        awaitFreeTurn();
    }

    @Test
    void oneThatIsAskedForDoesNotWait() {
        Turn another = courier.recoveries.take(() -> {});
        courier.start();
        assertThat(courier.answer(at(1))).isInstanceOf(Recorded.class);

        another.end();
        awaitFreeTurn();
        assertThat(courier.latest().positionCount()).isEqualTo(1);
    }

    @Test
    void oneThatIsStoppedWhileItWaitsEnds() {
        Turn another = courier.recoveries.take(() -> {});
        courier.start();
        courier.stop();

        another.end();
        awaitFreeTurn();
    }

    @Test
    void aRecoveryThatFailsAgainKeepsNobodyWaiting() {
        startThatFails(true);
        courier.awaitRecoveries(2);
        awaitFreeTurn();
        KIT.journal().works();
        await().until(() -> courier.backlog.entities() == 1);
    }

    /** Else all that a node remembers would try again and again, and recover at the same time when it is back. */
    @Test
    void whileTheJournalIsAwayAFailedRecoveryKeepsItsTurn() {
        startThatFails(false);
        courier.awaitRecoveries(3);
        Turn another = courier.recoveries.take(() -> {});
        assertThat(courier.recoveries.hasCome(another)).isFalse();

        KIT.journal().works();
        await().until(() -> courier.recoveries.hasCome(another));
    }

    private void startThatFails(boolean others) {
        courier.start();
        courier.answer(at(1)); // it has something to read
        courier.stop();
        courier.journalWatch.up = others;
        KIT.journal().failsReads();
        courier.start();
    }

    private void awaitFreeTurn() {
        await().until(() -> {
            Turn turn = courier.recoveries.take(() -> {});
            boolean free = courier.recoveries.hasCome(turn);
            turn.end();
            return free;
        });
    }
}
