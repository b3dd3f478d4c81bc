package io.rastro.proving.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final long MILLI = 1_000_000;

    private final Streams streams = new Streams(Set.of("a", "b"));

    @Test
    void everyAcknowledgedPositionIsToBeSeenOnce() {
        streams.judge();
        long now = System.nanoTime() + 1000 * MILLI;
        streams.acknowledged("a", 1, 100, now);
        streams.frame("a", 1, 100, now + 5 * MILLI);
        streams.frame("a", 2, 200, now + 6 * MILLI);
        streams.acknowledged("a", 2, 200, now + 7 * MILLI);
        streams.acknowledged("other", 1, 100, now);
        StreamFigures good = streams.figures();
        assertThat(good.isExact()).isTrue();
        assertThat(good.expected()).isEqualTo(2);
        assertThat(good.behind().getMaxValue()).isBetween(4990L, 5010L);

        streams.acknowledged("b", 7, 700, now);
        assertThat(streams.missing()).isEqualTo(1);
        assertThat(streams.figures().isExact()).isFalse();
        streams.frame("b", 7, 700, now);
        assertThat(streams.figures().isExact()).isTrue();
    }

    @Test
    void seesWhatIsDoubledOutOfOrderOrAnotherFix() {
        long now = System.nanoTime();
        streams.frame("a", 1, 100, now);
        streams.frame("a", 1, 100, now);
        streams.frame("a", 3, 300, now);
        streams.frame("a", 2, 200, now);
        streams.acknowledged("a", 3, 301, now);
        StreamFigures figures = streams.figures();
        assertThat(figures.doubled()).isEqualTo(1);
        assertThat(figures.outOfOrder()).isEqualTo(1);
        assertThat(figures.wrong()).isEqualTo(1);
        assertThat(figures.missing()).isZero();
    }
}
