package io.rastro.sinks.table;

import static io.rastro.sinks.Tracks.NOON;
import static io.rastro.sinks.Tracks.traced;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.TracedPosition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void cutsWhereTheDayChangesAndKeepsTheOrder() {
        List<TracedPosition> mixed = List.of(
                traced("c", 1, 0, NOON),
                traced("c", 1, 1, NOON.plusSeconds(1)),
                traced("c", 2, 0, NOON.minus(DAY)),
                traced("c", 3, 0, NOON));

        assertThat(Runs.ofOnePartition(mixed, RunsTest::day, 100))
                .containsExactly(mixed.subList(0, 2), mixed.subList(2, 3), mixed.subList(3, 4));
    }

    @Test
    void cutsWhatIsTooLongForAStatement() {
        List<TracedPosition> same = List.of(traced("c", 1, 0, NOON), traced("c", 1, 1, NOON), traced("c", 1, 2, NOON));

        assertThat(Runs.ofOnePartition(same, RunsTest::day, 2)).containsExactly(same.subList(0, 2), same.subList(2, 3));
    }

    @Test
    void ofNothingIsNothing() {
        assertThat(Runs.ofOnePartition(List.<TracedPosition>of(), RunsTest::day, 2))
                .isEmpty();
    }

    @Test
    void cutsByWeightAndLeavesWhatIsTooHeavyAlone() {
        List<Integer> weights = List.of(2, 3, 1, 9, 1, 4, 5);

        assertThat(Runs.ofWeight(weights, weight -> weight, 5))
                .containsExactly(List.of(2, 3), List.of(1), List.of(9), List.of(1, 4), List.of(5));
    }

    private static long day(TracedPosition traced) {
        return PositionRows.dayOf(traced.position().fixedAtMillis());
    }
}
