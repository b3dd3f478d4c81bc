package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.OrderPickup;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.ServedOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingTest {

    private static final ServedOrder ASSIGNED =
            Serving.after(ServedOrder.NONE, new OrderChanged(1_000_000, 0, "a", OrderChange.PICKED_UP));

    private static Position about(String orderId, long millis) {
        return at(millis).serving(orderId);
    }

    private static ServedOrder after(ServedOrder order, Position... positions) {
        return Serving.after(
                order, new PositionsRecorded(0, 0, 0, null, List.of(positions), false, List.of(), 0L, List.of()));
    }

    private static List<OrderPickup> pickups(ServedOrder order, List<Position> positions) {
        return Serving.pickups(order, positions, Serving.serving(order, positions));
    }

    private static ServedOrder after(ServedOrder order, String orderId, OrderChange change) {
        return Serving.after(order, new OrderChanged(9_000_000, 0, orderId, change));
    }

    @Test
    void aPositionServesWhatItNamesElseWhatIsAssigned() {
        assertThat(Serving.serving(ASSIGNED, List.of(at(1_000_000), about("b", 1_000_001), at(1_000_002))))
                .containsExactly(about("a", 1_000_000), about("b", 1_000_001), about("a", 1_000_002));
        List<Position> positions = List.of(at(1), about("b", 2));
        assertThat(Serving.serving(ServedOrder.NONE, positions)).isSameAs(positions);
    }

    @Test
    void aFixFromLongBeforeTheAssignmentIsNotAboutTheOrder() {
        long before = 1_000_000 - Serving.TOLERANCE_MILLIS;
        assertThat(Serving.serving(ASSIGNED, List.of(at(before - 1), at(before))))
                .containsExactly(at(before - 1), about("a", before));
    }

    @Test
    void anotherOrderBeginsWithTheFirstPositionThatServesIt() {
        List<Position> positions = List.of(at(1), about("a", 2), about("a", 3), about("b", 4), at(5), about("b", 6));
        assertThat(pickups(ServedOrder.NONE, positions))
                .containsExactly(new OrderPickup(1, "a"), new OrderPickup(3, "b"), new OrderPickup(5, "b"));
        assertThat(pickups(new ServedOrder(null, 0, "a"), List.of(about("a", 1))))
                .isEmpty();
        assertThat(pickups(ASSIGNED, List.of(about("a", 1)))).isEmpty();
    }

    @Test
    void aLatePositionBeginsNothingAndEndsNothing() {
        ServedOrder serving = new ServedOrder(null, 0, "a");
        assertThat(pickups(serving, List.of(about("b", 1).markedLate(), about("a", 2))))
                .isEmpty();
        assertThat(after(serving, about("b", 1).markedLate())).isEqualTo(serving);
    }

    @Test
    void anIdThatNobodyCanAskForBeginsNothing() {
        assertThat(pickups(ServedOrder.NONE, List.of(about("no id~", 1), about("a", 2))))
                .containsExactly(new OrderPickup(1, "a"));
    }

    @Test
    void servesWhatTheLastPositionServes() {
        assertThat(after(ServedOrder.NONE, about("a", 1)).serving()).isEqualTo("a");
        assertThat(after(new ServedOrder(null, 0, "a"), at(2)).serving()).isNull();
        assertThat(after(ASSIGNED, about("b", 1))).isEqualTo(new ServedOrder("a", 1_000_000, "b"));
    }

    @Test
    void whatIsDeliveredOrReleasedIsNotAssignedAnyMore() {
        assertThat(after(ASSIGNED, "a", OrderChange.DELIVERED)).isEqualTo(ServedOrder.NONE);
        assertThat(after(ASSIGNED, "a", OrderChange.RELEASED)).isEqualTo(ServedOrder.NONE);
        assertThat(after(new ServedOrder("a", 1_000_000, "b"), "a", OrderChange.DELIVERED))
                .isEqualTo(new ServedOrder(null, 0, "b"));
        assertThat(after(new ServedOrder("a", 1_000_000, "b"), "b", OrderChange.DELIVERED))
                .isEqualTo(new ServedOrder("a", 1_000_000, null));
        assertThat(after(ASSIGNED, "another", OrderChange.DELIVERED)).isEqualTo(ASSIGNED);
    }

    @Test
    void assignedAgainItIsAssignedSinceTheFirstTime() {
        assertThat(after(ASSIGNED, "a", OrderChange.PICKED_UP)).isEqualTo(ASSIGNED);
        assertThat(after(ASSIGNED, "b", OrderChange.PICKED_UP)).isEqualTo(new ServedOrder("b", 9_000_000, "b"));
    }

    /** Somebody else may have the order by now: only who names it, or is said to, begins. */
    @Test
    void goingBackToWhatIsAssignedBeginsNothing() {
        assertThat(pickups(ASSIGNED, List.of(about("b", 1_000_000), at(1_000_001))))
                .containsExactly(new OrderPickup(0, "b"));
    }

    @Test
    void anEventThatCouldNotSayThatAnOrderBeginsDoesNotKeepTheNextOneFromIt() {
        ServedOrder served =
                Serving.after(ServedOrder.NONE, new PositionsRecorded(0, 0, 0, null, List.of(about("a", 1)), false));
        assertThat(pickups(served, List.of(about("a", 2)))).containsExactly(new OrderPickup(0, "a"));
    }
}
