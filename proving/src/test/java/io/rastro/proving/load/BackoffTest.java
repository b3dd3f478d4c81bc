package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(new SplittableRandom());

    @Test
    void doublesUpToABound() {
        assertThat(after(1, 0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(after(3, 0)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(after(1_000_000, 0)).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(3));
    }

    @Test
    void neverComesBeforeItIsAskedTo() {
        assertThat(after(1, 2)).isBetween(Duration.ofMillis(2_050), Duration.ofMillis(2_100));
        assertThat(after(1, 3_600)).isLessThan(Duration.ofSeconds(31));
    }

    private Duration after(int attempts, int retryAfterSeconds) {
        return Duration.ofNanos(backoff.nanos(attempts, retryAfterSeconds));
    }
}
