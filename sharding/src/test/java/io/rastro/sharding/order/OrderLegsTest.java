package io.rastro.sharding.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.order.OrderLegs.Leg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderLegsTest {

    private static TracedOrderChange assigned(String courierId, long seqNr, long at) {
        return new TracedOrderChange(courierId, seqNr, 0, "o", OrderChange.PICKED_UP, false, at, at);
    }

    private static TracedOrderChange named(String courierId, long seqNr, int index, long at) {
        return new TracedOrderChange(courierId, seqNr, index, "o", OrderChange.PICKED_UP, true, 999_999, at);
    }

    private static TracedOrderChange said(String courierId, long seqNr, OrderChange change, long at) {
        return new TracedOrderChange(courierId, seqNr, 0, "o", change, false, at, at);
    }

    private static PositionFrame position(String courierId, long seqNr, long fixedAt) {
        return new PositionFrame(
                new TracedPosition(courierId, seqNr, 0, fixedAt, Position.of(Instant.ofEpochMilli(fixedAt), 0, 0)));
    }

    @Test
    void eachCourierAfterAnotherIsALeg() {
        assertThat(OrderLegs.of(List.of(assigned("a", 5, 100), assigned("b", 9, 200), assigned("a", 7, 300)))
                        .legs())
                .containsExactly(
                        new Leg(100, "a", Cursor.allOf(5), 100),
                        new Leg(200, "b", Cursor.allOf(9), 200),
                        new Leg(300, "a", Cursor.allOf(7), 300));
    }

    @Test
    void thePositionThatNamesItIsTheFirstOfTheLeg() {
        assertThat(OrderLegs.of(List.of(named("a", 5, 0, 100))).legs().get(0).start())
                .isEqualTo(Cursor.allOf(4));
        assertThat(OrderLegs.of(List.of(named("a", 5, 3, 100))).legs().get(0).start())
                .isEqualTo(new Cursor(5, 2));
    }

    @Test
    void saidAgainByTheSameCourierNothingBegins() {
        assertThat(OrderLegs.of(List.of(assigned("a", 5, 100), named("a", 6, 0, 150), assigned("a", 9, 200)))
                        .legs())
                .containsExactly(new Leg(100, "a", Cursor.allOf(5), 100));
    }

    @Test
    void itDoesNotMatterInWhichOrderItIsRead() {
        List<TracedOrderChange> said = new ArrayList<>(List.of(
                assigned("a", 5, 100),
                assigned("b", 9, 200),
                said("b", 10, OrderChange.RELEASED, 250),
                named("c", 1, 0, 300),
                said("c", 4, OrderChange.DELIVERED, 400)));
        OrderLegs expected = OrderLegs.of(said);
        Collections.reverse(said);
        assertThat(OrderLegs.of(said)).isEqualTo(expected);
        assertThat(expected.legs()).extracting(Leg::courierId).containsExactly("a", "b", "c");
    }

    @Test
    void twoAtTheSameTimeAreTwoLegs() {
        assertThat(OrderLegs.of(List.of(assigned("b", 9, 100), assigned("a", 5, 100)))
                        .legs())
                .extracting(Leg::id, Leg::courierId)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(100L, "a"), org.assertj.core.groups.Tuple.tuple(101L, "b"));
    }

    @Test
    void isReleasedUntilSomebodyPicksItUp() {
        List<TracedOrderChange> said =
                new ArrayList<>(List.of(assigned("a", 5, 100), said("a", 6, OrderChange.RELEASED, 200)));
        assertThat(OrderLegs.of(said).released()).isEqualTo(said.get(1));
        said.add(assigned("a", 7, 300));
        assertThat(OrderLegs.of(said).released()).isNull();
        assertThat(OrderLegs.of(said).legs()).as("it begins again").hasSize(2);
        said.add(said("b", 7, OrderChange.RELEASED, 400));
        assertThat(OrderLegs.of(said).released()).as("by who has not got it").isNull();
    }

    @Test
    void aReleaseEndsTheLegOfWhoSaysIt() {
        List<TracedOrderChange> said =
                new ArrayList<>(List.of(assigned("a", 5, 100), said("a", 7, OrderChange.RELEASED, 200)));
        OrderLegs legs = OrderLegs.of(said);
        Leg leg = legs.legs().get(0);
        assertThat(legs.isOver(leg)).isTrue();
        assertThat(legs.isBeyond(leg, position("a", 6, 999))).isFalse();
        assertThat(legs.isBeyond(leg, position("a", 8, 150))).isTrue();
        said.add(assigned("a", 4, 50));
        assertThat(OrderLegs.of(said).isReleased(leg))
                .as("it began earlier than was known")
                .isTrue();
        said.add(assigned("b", 1, 300));
        assertThat(OrderLegs.of(said).isReleased(leg)).isFalse();
        assertThat(OrderLegs.of(said).isOver(leg)).isTrue();
    }

    @Test
    void nothingComesAfterTheDelivery() {
        OrderLegs legs = OrderLegs.of(
                List.of(assigned("a", 5, 100), said("a", 8, OrderChange.DELIVERED, 200), assigned("b", 1, 300)));
        assertThat(legs.legs()).extracting(Leg::courierId).containsExactly("a");
        Leg leg = legs.legs().get(0);
        assertThat(legs.isOver(leg)).isTrue();
        assertThat(legs.isBeyond(leg, position("a", 7, 999))).isFalse();
        assertThat(legs.isBeyond(leg, position("a", 9, 150))).isTrue();
    }

    @Test
    void aLegEndsWhereTheNextOneBegins() {
        OrderLegs legs = OrderLegs.of(List.of(assigned("a", 5, 100), assigned("b", 9, 200)));
        Leg first = legs.legs().get(0);
        Leg second = legs.legs().get(1);
        assertThat(legs.isOver(first)).isTrue();
        assertThat(legs.isOver(second)).isFalse();
        assertThat(legs.isBeyond(first, position("a", 50, 200))).isFalse();
        assertThat(legs.isBeyond(first, position("a", 6, 201))).isTrue();
        assertThat(legs.isBeyond(second, position("b", 10, 999))).isFalse();
    }

    /** A fix is a second older than the release that is before it in the journal. */
    @Test
    void whatACourierSaidStaysInTheOrderOfItsJournal() {
        OrderLegs legs = OrderLegs.of(
                List.of(assigned("a", 5, 100), said("a", 6, OrderChange.RELEASED, 300), named("a", 7, 0, 299)));
        assertThat(legs.released()).isNull();
        assertThat(legs.legs()).hasSize(2);
        OrderLegs delivered = OrderLegs.of(List.of(named("a", 5, 0, 500), said("a", 6, OrderChange.DELIVERED, 400)));
        assertThat(delivered.legs()).hasSize(1);
        assertThat(delivered.delivered()).isNotNull();
    }

    @Test
    void aClockThatIsAheadEndsNoLeg() {
        OrderLegs legs = OrderLegs.of(List.of(assigned("a", 5, 100), assigned("b", 9, 200)));
        PositionFrame ahead = new PositionFrame(
                new TracedPosition("a", 6, 0, 150, Position.of(Instant.ofEpochMilli(3_600_000), 0, 0)));
        assertThat(legs.isBeyond(legs.legs().get(0), ahead)).isFalse();
    }
}
