package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.Fixes.from;
import static io.rastro.sharding.courier.Fixes.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.Position;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final int WINDOW = 16;
    private static final CourierState NEVER_SEEN = CourierState.empty("c-17", WINDOW);

    /** Fixes 1 to 100 recorded and tabled: 1 to 84 left the window. */
    private static final CourierState LONG_SEEN =
            NEVER_SEEN.apply(recorded(0, from(1, 99))).apply(recorded(1, List.of(at(100))));

    @Test
    void takesNewPositionsInTheOrderOfThePost() {
        List<Position> positions = List.of(at(3), at(1), at(2));
        Plan plan = Plan.of(NEVER_SEEN, positions);
        assertThat(plan.fresh()).extracting(Position::fixedAtMillis).containsExactly(3L, 1L, 2L);
        assertThat(plan.unsure()).isEmpty();
        assertThat(plan.duplicates()).isZero();
    }

    @Test
    void recognisesWhatRepeatsWithinThePost() {
        Plan plan = Plan.of(NEVER_SEEN, List.of(at(5), at(5), at(4), at(5), at(4)));
        assertThat(plan.fresh()).extracting(Position::fixedAtMillis).containsExactly(5L, 4L);
        assertThat(plan.duplicates()).isEqualTo(3);
    }

    @Test
    void sameTimeAtAnotherPlaceIsAnotherFix() {
        CourierState state = NEVER_SEEN.apply(recorded(at(5, 1)));
        Plan plan = Plan.of(state, List.of(at(5, 1), at(5, 2), at(5, 3), at(5, 2)));
        assertThat(plan.fresh()).containsExactly(at(5, 2), at(5, 3));
        assertThat(plan.duplicates()).isEqualTo(2);
    }

    @Test
    void zeroAndMinusZeroAreOnePlace() {
        Position zero = Position.of(Instant.ofEpochMilli(5), 0.0, -0.0);
        Position other = Position.of(Instant.ofEpochMilli(5), -0.0, 0.0);
        assertThat(Plan.of(NEVER_SEEN, List.of(zero, other)).fresh()).containsExactly(zero);
        assertThat(Plan.of(NEVER_SEEN.apply(recorded(zero)), List.of(other)).duplicates())
                .isEqualTo(1);
    }

    @Test
    void whatElseIsToldOfAFixMakesItNoOther() {
        Position bare = at(5);
        Position detailed =
                new Position(5, bare.lat(), bare.lon(), 3, 1, 90, 700, 55, "order-1", Map.of("a", "b"), false);
        assertThat(Plan.of(NEVER_SEEN.apply(recorded(bare)), List.of(detailed)).fresh())
                .isEmpty();
    }

    @Test
    void marksLateWhatIsOlderThanTheLivePositionAndThanWhatCameBeforeInThePost() {
        CourierState state = NEVER_SEEN.apply(recorded(at(10)));
        Plan plan = Plan.of(state, List.of(at(9), at(12), at(11), at(12, 1), at(13)));
        assertThat(plan.fresh()).extracting(Position::late).containsExactly(true, false, true, false, false);
    }

    @Test
    void aDuplicateDoesNotMakeOthersLate() {
        CourierState state = NEVER_SEEN.apply(recorded(at(10)));
        Plan plan = Plan.of(state, List.of(at(10), at(11)));
        assertThat(plan.fresh()).containsExactly(at(11));
    }

    @Test
    void isUnsureOfWhatIsOlderThanTheWindow() {
        List<Position> positions = List.of(at(50), at(101), at(84, 1), at(90), at(90, 1), at(84));
        Plan plan = Plan.of(LONG_SEEN, positions);
        assertThat(plan.unsure()).containsExactly(at(50), at(84, 1), at(84));
    }

    @Test
    void plansAgainWithTheAnswerOfTheTable() {
        List<Position> positions = List.of(at(50), at(101), at(84, 1), at(90), at(90, 1), at(84));
        List<Position> unsure = Plan.of(LONG_SEEN, positions).unsure();
        Plan plan = Plan.of(LONG_SEEN, positions, unsure, bits(0, 2));
        assertThat(plan.unsure()).isEmpty();
        assertThat(plan.fresh())
                .containsExactly(at(101), at(84, 1).markedLate(), at(90, 1).markedLate());
        assertThat(plan.duplicates()).isEqualTo(3);
    }

    @Test
    void oldPositionsThatRepeatWithinThePostAreRecordedOnce() {
        Position old = at(50, 1);
        List<Position> positions = List.of(old, at(101), old, at(50, 1), at(50), at(50));
        List<Position> unsure = Plan.of(LONG_SEEN, positions).unsure();
        assertThat(unsure).hasSize(5);
        Plan plan = Plan.of(LONG_SEEN, positions, unsure, bits(3, 4));
        assertThat(plan.unsure()).isEmpty();
        assertThat(plan.fresh()).containsExactly(old.markedLate(), at(101));
        assertThat(plan.duplicates()).isEqualTo(4);
    }

    @Test
    void anAnswerStillCountsWhenThePositionsBeforeItBecameKnownMeanwhile() {
        List<Position> positions = List.of(at(50, 1), at(51));
        List<Position> unsure = Plan.of(LONG_SEEN, positions).unsure();
        CourierState later = LONG_SEEN.apply(recorded(at(50, 1).markedLate()));
        Plan plan = Plan.of(later, positions, unsure, bits(1));
        assertThat(plan.unsure()).isEmpty();
        assertThat(plan.fresh()).isEmpty();
        assertThat(plan.duplicates()).isEqualTo(2);
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }
}
