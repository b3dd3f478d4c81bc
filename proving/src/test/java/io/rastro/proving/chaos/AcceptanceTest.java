package io.rastro.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    private final Acceptance acceptance = new Acceptance();
    private final long fault = System.nanoTime();

    private void acceptedFrom(double fromSeconds, double toSeconds) {
        for (double at = fromSeconds; at <= toSeconds; at += 0.25) {
            acceptance.accepted(fault + (long) (at * 1e9));
        }
    }

    private Duration steady() throws InterruptedException {
        return acceptance.awaitSteady(fault, Duration.ofMillis(20));
    }

    @Test
    void whatWasUnderWayWhenTheFaultCameDoesNotCount() throws InterruptedException {
        acceptedFrom(-3, 0.25);
        assertThat(steady()).isNull();

        acceptedFrom(6, 7);
        assertThat(steady()).isNull();

        acceptedFrom(7.25, 8.5);
        assertThat(steady()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void nothingIsLostWhenNothingWasInterrupted() throws InterruptedException {
        acceptedFrom(-3, 3);

        assertThat(steady()).isZero();
    }

    @Test
    void aBreakBeginsItAnew() throws InterruptedException {
        acceptedFrom(1, 2.5);
        acceptedFrom(4, 6.5);

        assertThat(steady()).isEqualTo(Duration.ofSeconds(4));
    }
}
