package io.rastro.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

    private static List<Schedule.Planned> first(long seed, int count) {
        Schedule schedule = new Schedule(seed, ALL);
        return Stream.generate(schedule::next).limit(count).toList();
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(first(7, 100)).isEqualTo(first(7, 100)).isNotEqualTo(first(8, 100));
    }

    @Test
    void forgetsNoFaultInAShortRun() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(first(seed, ALL.size()))
                    .extracting(Schedule.Planned::fault)
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    @Test
    void lastsAsLongAsTheFaultMay() {
        for (Schedule.Planned planned : first(3, 500)) {
            assertThat(planned.hold())
                    .isBetween(
                            Duration.ofSeconds(planned.fault().shortestSeconds()),
                            Duration.ofSeconds(planned.fault().longestSeconds()));
            assertThat(planned.before()).isPositive();
        }
    }

    @Test
    void faultsAreNamedAloneAndTogether() {
        assertThat(Fault.named("s3-hang")).containsExactly(Fault.S3_HANG);
        assertThat(Fault.named("node")).containsExactlyInAnyOrder(Fault.NODE_KILL, Fault.NODE_PAUSE);
        assertThatThrownBy(() -> Fault.named("s"))
                .hasMessageContaining("there is no fault s;")
                .hasMessageContaining("s3-hang");
    }
}
