package io.rastro.protocol.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracedOrderChangeTest {

    private static PositionsRecorded naming(long receivedAt, long fixedAt) {
        Position position = Position.of(Instant.ofEpochMilli(fixedAt), 0, 0).serving("o-1");
        return new PositionsRecorded(
                receivedAt, 0, 0, null, List.of(position), false, List.of(), 0L, List.of(new OrderPickup(0, "o-1")));
    }

    @Test
    void anOrderBeginsWithTheFixThatNamesItAndNeverAheadOfIt() {
        assertThat(TracedOrderChange.of("c-1", 7, naming(2_000, 1_000)))
                .containsExactly(new TracedOrderChange("c-1", 7, 0, "o-1", OrderChange.PICKED_UP, true, 2_000, 1_000));
        assertThat(TracedOrderChange.of("c-1", 7, naming(2_000, 3_600_000))
                        .get(0)
                        .atMillis())
                .isEqualTo(2_000);
    }

    @Test
    void whatIsSaidIsSoWhenItIsReceived() {
        assertThat(TracedOrderChange.of("c-1", 7, new OrderChanged(2_000, 6, "o-1", OrderChange.DELIVERED)))
                .containsExactly(new TracedOrderChange("c-1", 7, 0, "o-1", OrderChange.DELIVERED, false, 2_000, 2_000));
        assertThat(TracedOrderChange.of("c-1", 7, Samples.BARE_RECORDED)).isEmpty();
    }
}
