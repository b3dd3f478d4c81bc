package io.rastro.sinks.lake;

import static io.rastro.sinks.Tracks.NOON;
import static io.rastro.sinks.Tracks.traced;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatermarksTest {

    private final Watermarks watermarks = new Watermarks(Duration.ofHours(1), 1_000);
    private long offset;

    private boolean isNew(String courierId, long seqNr, int index, long clockMillis) {
        watermarks.advance(offset++, clockMillis);
        return watermarks.isNew(traced(courierId, seqNr, index, NOON));
    }

    @Test
    void recognisesWhatWasPublishedBefore() {
        assertThat(isNew("a", 1, 0, 0)).isTrue();
        assertThat(isNew("a", 1, 1, 0)).isTrue();
        assertThat(isNew("a", 2, 0, 0)).isTrue();
        assertThat(isNew("a", 1, 1, 0)).isFalse();
        assertThat(isNew("a", 2, 0, 0)).isFalse();
        assertThat(isNew("a", 3, 0, 0)).isTrue();
        assertThat(isNew("b", 1, 0, 0)).isTrue();
    }

    @Test
    void forgetsBeyondTheHorizonOfTheRecordClock() {
        isNew("a", 5, 0, 0);

        assertThat(isNew("a", 5, 0, 3_600_000)).isFalse();
        assertThat(isNew("a", 5, 0, 3_600_001)).isTrue();
    }

    @Test
    void forgetsBeyondTheDistance() {
        isNew("a", 5, 0, 0);
        offset = 1_001;

        assertThat(isNew("a", 5, 0, 0)).isTrue();
    }

    @Test
    void theRecordClockNeverGoesBack() {
        isNew("a", 5, 0, 7_200_000);
        isNew("b", 1, 0, 10);

        assertThat(watermarks.clock()).isEqualTo(7_200_000);
    }

    @Test
    void keepsOnlyWhatCounts() {
        isNew("a", 5, 0, 0);
        isNew("b", 5, 0, 3_600_001);

        watermarks.forgetOld();

        assertThat(watermarks.size()).isEqualTo(1);
    }
}
