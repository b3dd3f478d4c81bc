package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatermarksTest {

    private final Watermarks watermarks = new Watermarks(Duration.ofHours(1), 1_000);
    private long offset;

    private boolean isNew(String courierId, long seqNr, int index, long clockMillis) {
        watermarks.advance(offset++, clockMillis);
        return watermarks.isNew(Place.alone(courierId, seqNr, index));
    }

    /** How many were missing before it, where each event's items are all in the topic. */
    private long missing(long seqNr, int index, long previous) {
        return missing(new Place("a", seqNr, index, previous, index - 1));
    }

    private long missing(Place place) {
        watermarks.advance(offset++, 0);
        watermarks.isNew(place);
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
        assertThat(missing(14, 1, Place.UNKNOWN)).isZero();
        assertThat(missing(14, 3, Place.UNKNOWN)).as("a part of 14").isEqualTo(1);
        assertThat(missing(16, 1, Place.UNKNOWN)).as("a part of 16").isEqualTo(1);
        assertThat(missing(20, 0, 19)).as("17 to 19").isEqualTo(3);
    }

    /** Of an event's items some are in other topics, and some events have none for this one. */
    @Test
    void seesWhatDidNotComeToATopicThatHasOnlySomeItems() {
        assertThat(missing(new Place("a", 3, 2, 0, Place.UNKNOWN))).isZero();
        assertThat(missing(new Place("a", 3, 7, Place.UNKNOWN, 2))).isZero();
        assertThat(missing(new Place("a", 9, 4, 3, Place.UNKNOWN)))
                .as("4 to 8 have nothing here")
                .isZero();
        assertThat(missing(new Place("a", 9, 8, Place.UNKNOWN, 6))).as("6 of 9").isEqualTo(1);
        assertThat(missing(new Place("a", 12, 5, Place.UNKNOWN, 1)))
                .as("the beginning of 12")
                .isEqualTo(1);
        assertThat(missing(new Place("a", 20, 0, 17, Place.UNKNOWN)))
                .as("up to 17")
                .isEqualTo(5);
        assertThat(missing(new Place("a", 17, 0, 12, Place.UNKNOWN)))
                .as("comes late")
                .isZero();
        assertThat(missing(Place.alone("a", 40, 3))).as("nothing is said").isZero();
        assertThat(missing(Place.alone("a", 40, 9))).as("nothing is said").isZero();
        assertThat(missing(new Place("a", 42, 0, Long.MAX_VALUE, Place.UNKNOWN)))
                .as("no more than there can be")
                .isEqualTo(1);
    }

    /** So a record that nothing is known of does not count again what was missing before the last one. */
    @Test
    void missesNothingOfWhatItIsNotAsked() {
        missing(1, 0, 0);
        assertThat(missing(3, 0, 2)).isEqualTo(1);
        watermarks.advance(offset++, 0);
        assertThat(watermarks.missing()).isZero();
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
