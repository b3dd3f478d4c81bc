package io.rastro.sinks.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void leavesHalfOfTheTimeToTheOthers() {
        Deadline whole = Deadline.in(Duration.ofHours(2));

        assertThat(whole.half().left()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        assertThat(whole.half().half().left()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(whole.left()).isGreaterThan(Duration.ofMinutes(119));
    }

    @Test
    void whatHasPassedHasNoHalf() {
        Deadline passed = Deadline.in(Duration.ofSeconds(-1));

        assertThat(passed.half().hasPassed()).isTrue();
        assertThat(passed.half().left()).isEqualTo(Duration.ofMillis(1));
    }
}
