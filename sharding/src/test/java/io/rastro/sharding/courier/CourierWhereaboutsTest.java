package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a courier tells of where it is. */
class CourierWhereaboutsTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private final TestCourier courier = KIT.courier();

    @Test
    void tellsItsLivePositionOnceItIsJournaled() {
        courier.start();
        courier.answer(at(1), at(3), at(2));
        courier.answer(at(4));
        courier.answer(at(2), at(0)); // known, and late

        assertThat(courier.whereabouts.told).containsExactly("at 1.1", "at 2.0");
    }

    @Test
    void tellsItAgainWhereverItRecovers() {
        courier.start();
        courier.answer(at(1));
        courier.stop();
        courier.start();
        courier.latest();

        assertThat(courier.whereabouts.told).containsExactly("at 1.0", "moving", "at 1.0");
    }

    @Test
    void isGoneWhenItLeavesByItself() {
        courier.start();
        courier.answer(at(1));
        courier.shard.expectMessage(new Passivate<>(courier.ref()));
        courier.stop();

        await().untilAsserted(() -> assertThat(courier.whereabouts.told).containsExactly("at 1.0", "gone"));
    }

    @Test
    void nobodyIsNowhere() {
        courier.start();
        courier.latest();

        assertThat(courier.whereabouts.told).isEmpty();
    }
}
