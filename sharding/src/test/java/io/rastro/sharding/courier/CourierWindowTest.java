package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.Fixes.from;
import static io.rastro.sharding.courier.TestCourier.assertBusy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How far the window of fixes grows while the table lags behind, and how it shrinks. */
class CourierWindowTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();

    @Test
    void growsWhileTheTableLagsThenRefusesAndShrinksWithTheNextEvent() {
        courier.start();
        int posts = 0;
        Reply reply;
        do {
            posts++;
            reply = courier.answer(from(posts * 10, posts * 10 + 9).toArray(Position[]::new));
        } while (reply instanceof Recorded && posts < 100);
        assertThat(posts).as("64 fixes and the rest of a post").isEqualTo(8);
        assertThat(courier.archive.proofsAsked).isBetween(1, 3);
        for (int i = 10; i < 80; i++) {
            assertBusy(courier.answer(at(i)));
        }

        courier.archive.hasEverything = true;
        await().until(() -> courier.answer(at(1_000)) instanceof Recorded);
        assertThat(((PositionsRecorded) courier.lastEvent()).tabledUpTo()).isGreaterThan(1);
        courier.post(at(10));
        await().untilAsserted(() -> assertThat(courier.archive.questions).hasSize(1));
    }

    @Test
    void aSinglePostLongerThanTheWindowMayBeDoesNotLockTheCourierForEver() {
        courier.start();
        courier.archive.hasEverything = true;
        assertThat(courier.answer(from(1, 100).toArray(Position[]::new))).isInstanceOf(Recorded.class);
        for (int i = 101; i < 110; i++) {
            Position next = at(i);
            await().until(() -> courier.answer(next) instanceof Recorded);
        }
        assertThat(((PositionsRecorded) courier.lastEvent()).tabledUpTo()).isPositive();
    }

    @Test
    void aCourierThatSendsOnlyOldFixesComesToAProofInTheEnd() {
        courier.start();
        courier.answer(from(1_000, 1_031).toArray(Position[]::new));
        for (int i = 1; i <= 10; i++) {
            courier.answer(at(500 - i));
        }
        courier.archive.hasEverything = true;
        AtomicInteger time = new AtomicInteger(400);
        await().until(() -> {
            courier.post(at(time.decrementAndGet())).receiveMessage();
            return ((PositionsRecorded) courier.lastEvent()).tabledUpTo() > 0;
        });
    }
}
