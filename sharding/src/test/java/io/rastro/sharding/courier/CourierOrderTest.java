package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.OrderPickup;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.sharding.courier.Courier.Reply.Busy;
import io.rastro.sharding.courier.CourierOrders.ChangeOrder;
import io.rastro.sharding.courier.CourierOrders.GetOrder;
import io.rastro.sharding.courier.CourierOrders.Order;
import io.rastro.sharding.courier.CourierOrders.OrderReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which order a courier serves is decided once, and in the journal. */
class CourierOrderTest {

    @RegisterExtension
    private static final CourierKit KIT = new CourierKit();

    private static final long NOW = 1_000_000;

    private final TestCourier courier = KIT.courier();

    private OrderReply say(String orderId, OrderChange change) {
        TestProbe<OrderReply> reply = KIT.actors().createTestProbe(OrderReply.class);
        courier.tell(new ChangeOrder(orderId, change, NOW, reply.ref()));
        return reply.receiveMessage();
    }

    private ServedOrder order() {
        return await().until(
                        () -> {
                            TestProbe<OrderReply> reply = KIT.actors().createTestProbe(OrderReply.class);
                            courier.tell(new GetOrder(reply.ref()));
                            return reply.receiveMessage() instanceof Order known ? known : null;
                        },
                        known -> known != null)
                .order();
    }

    private static Position about(String orderId, long millis) {
        return at(millis).serving(orderId);
    }

    private PositionsRecorded lastPositions() {
        return (PositionsRecorded) courier.lastEvent();
    }

    @Test
    void answersWhenItIsInTheJournalAndPublishesIt() {
        courier.start();
        assertThat(say("a", OrderChange.PICKED_UP)).isEqualTo(new Order(new ServedOrder("a", NOW, "a"), 1));

        assertThat(courier.lastEvent()).isEqualTo(new OrderChanged(NOW, 0, "a", OrderChange.PICKED_UP));
        courier.awaitPublished(1);
    }

    @Test
    void positionsAreRecordedWithTheOrderThatIsAssigned() {
        courier.start();
        say("a", OrderChange.PICKED_UP);
        courier.answer(at(1), at(NOW + 1));

        assertThat(lastPositions().positions()).containsExactly(at(1), about("a", NOW + 1));
        say("a", OrderChange.DELIVERED);
        courier.answer(at(NOW + 2));
        assertThat(lastPositions().positions()).containsExactly(at(NOW + 2));
    }

    @Test
    void aPositionThatNamesAnOrderBeginsIt() {
        courier.start();
        courier.answer(at(1), about("a", 2), about("a", 3));
        assertThat(lastPositions().pickups()).containsExactly(new OrderPickup(1, "a"));
        courier.answer(about("a", 4));
        assertThat(lastPositions().pickups()).isEmpty();
    }

    /** Otherwise whoever reads positions would take the event for a loss. */
    @Test
    void eachEventWithPositionsNamesTheOneBeforeIt() {
        courier.start();
        say("a", OrderChange.PICKED_UP);
        courier.answer(at(1));
        assertThat(lastPositions().previous()).isZero();
        say("a", OrderChange.PICKED_UP);
        say("a", OrderChange.DELIVERED);
        courier.awaitPublished(1, 2, 3, 4);
        courier.restart(); // leaves a marker
        assertThat(courier.lastEvent()).isEqualTo(new OutboxDrained(4));
        courier.answer(at(2));
        assertThat(lastPositions().previous()).isEqualTo(2);
        courier.answer(at(3));
        assertThat(lastPositions().previous()).isEqualTo(6);
    }

    /** By replay, and by a snapshot (every ten events). */
    @Test
    void knowsItInItsNextLife() {
        courier.start();
        say("a", OrderChange.PICKED_UP);
        courier.restart();
        assertThat(order()).isEqualTo(new ServedOrder("a", NOW, "a"));
        for (int i = 0; i < 25; i++) {
            courier.answer(at(NOW + 10 + i));
        }
        courier.restart();
        assertThat(order()).isEqualTo(new ServedOrder("a", NOW, "a"));
        courier.answer(at(NOW + 100));
        assertThat(lastPositions().positions()).containsExactly(about("a", NOW + 100));
        assertThat(lastPositions().pickups()).isEmpty();
    }

    @Test
    void releasesWhicheverIsAssigned() {
        courier.start();
        say("a", OrderChange.PICKED_UP);
        say(null, OrderChange.RELEASED);
        assertThat(courier.lastEvent()).isEqualTo(new OrderChanged(NOW, 1, "a", OrderChange.RELEASED));
        assertThat(order()).isEqualTo(ServedOrder.NONE);
        assertThat(say(null, OrderChange.RELEASED)).isEqualTo(new Order(ServedOrder.NONE, 2));
        assertThat(courier.events()).hasSize(2);
    }

    @Test
    void whatIsNotPublishedIsPublishedInTheNextLife() {
        courier.start();
        courier.egress.acknowledging(false);
        say("a", OrderChange.PICKED_UP);
        courier.answer(at(1));
        courier.stop();
        courier.egress.breakLine();
        courier.egress.acknowledging(true);
        courier.start();
        courier.awaitPublished(1, 2);
    }

    @Test
    void isNotAnsweredWithSomethingThatIsNotStored() {
        courier.start();
        courier.answer(at(1));
        KIT.journal().failsWrites();
        assertThat(say("a", OrderChange.PICKED_UP)).isInstanceOf(Busy.class);
        KIT.journal().works();
        assertThat(order()).isEqualTo(ServedOrder.NONE);
        assertThat(courier.events()).hasSize(1);
    }
}
