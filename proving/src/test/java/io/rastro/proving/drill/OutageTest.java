package io.rastro.proving.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aCourierIsBackWithTheFirstPostThatIsAcceptedAfterARefusal() throws Exception {
        long gone = System.nanoTime();
        Outage outage = new Outage(gone, Set.of("a", "b", "c"));
        outage.answered("a", gone - SECOND, gone + 1); // under way when its node went
        outage.failed("a", gone + SECOND);
        outage.failed("a", gone + 2 * SECOND);
        outage.answered("a", gone + SECOND, gone + 3 * SECOND);
        outage.failed("a", gone + 20 * SECOND); // another story
        outage.answered("a", gone + 20 * SECOND, gone + 21 * SECOND);
        outage.answered("b", gone + 7 * SECOND, gone + 8 * SECOND); // had nothing to post until it was back
        outage.answered("other", gone + SECOND, gone + 2 * SECOND);

        assertThat(outage.awaitAll(Duration.ZERO)).isFalse();
        assertThat(Outage.secondsUntilAllWereBack(outage.figures())).isNull();
        outage.failed("c", gone + SECOND);
        outage.answered("c", gone, gone + 5 * SECOND);

        assertThat(outage.awaitAll(Duration.ZERO)).isTrue();
        Outage.Figures figures = outage.figures();
        assertThat(figures.refused()).isEqualTo(2);
        assertThat(Outage.secondsUntilAllWereBack(figures)).isEqualTo(5.0);
        assertThat(figures.others().getTotalCount()).isEqualTo(1);
    }
}
