package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.sinks.kafka.RecordTrace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatermarksTest {

    private final Watermarks watermarks = new Watermarks(Duration.ofHours(1), 1_000);
    private long offset;

    private boolean isNew(String courierId, long seqNr, int index, long clockMillis) {
        watermarks.advance(offset++, clockMillis);
        return watermarks.isNew(courierId, seqNr, index, RecordTrace.UNKNOWN);
    }

    /** How many were missing before it. */
    private long missing(long seqNr, int index, long previous) {
        watermarks.advance(offset++, 0);
        watermarks.isNew("a", seqNr, index, previous);
        return watermarks.missing();
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
    void seesWhatDidNotCome() {
        assertThat(missing(7, 1, 6)).as("the first of all").isZero();
        assertThat(missing(8, 0, 7)).isZero();
        assertThat(missing(9, 0, 8)).isZero();
        assertThat(missing(11, 0, 9)).as("a marker").isZero();
        assertThat(missing(13, 0, 12)).as("12").isEqualTo(1);
        assertThat(missing(12, 0, 11)).as("comes again").isZero();
        assertThat(missing(14, 0, 13)).isZero();
        assertThat(missing(14, 1, RecordTrace.UNKNOWN)).isZero();
        assertThat(missing(14, 3, RecordTrace.UNKNOWN)).as("a part of 14").isEqualTo(1);
        assertThat(missing(16, 1, RecordTrace.UNKNOWN)).as("a part of 16").isEqualTo(1);
        assertThat(missing(20, 0, 19)).as("17 to 19").isEqualTo(3);
    }

    @Test
    void takesOneForAMarkerWhereItIsNotSaid() {
        missing(1, 0, RecordTrace.UNKNOWN);
        assertThat(missing(2, 0, RecordTrace.UNKNOWN)).isZero();
        assertThat(missing(4, 0, RecordTrace.UNKNOWN)).isZero();
        assertThat(missing(7, 0, RecordTrace.UNKNOWN)).isEqualTo(1);
    }

    @Test
    void missesNothingOfWhatItDoesNotRemember() {
        isNew("a", 5, 0, 0);
        isNew("a", 50, 0, 3_600_001);
        assertThat(watermarks.missing()).isZero();
    }

    @Test
    void keepsOnlyWhatCounts() {
        isNew("a", 5, 0, 0);
        isNew("b", 5, 0, 3_600_001);

        watermarks.forgetOld();

        assertThat(watermarks.size()).isEqualTo(1);
    }
}
