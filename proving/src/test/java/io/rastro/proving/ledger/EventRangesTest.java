package io.rastro.proving.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventRangesTest {

    @Test
    void holdsWhatAMapWouldHold() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        EventRanges ranges = new EventRanges();
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long seqNr = random.nextInt(1, 10_000);
            int items = random.nextInt(3);
            assertThat(ranges.add("courier~c", seqNr, items))
                    .as("seed %s", seed)
                    .isEqualTo(expected.putIfAbsent(seqNr, items) == null);
        }
        for (long seqNr = 0; seqNr <= 10_000; seqNr++) {
            assertThat(ranges.itemCount("courier~c", seqNr))
                    .as("seed %s", seed)
                    .isEqualTo(expected.getOrDefault(seqNr, -1));
        }
        assertThat(ranges.events()).isEqualTo(expected.size());
        assertThat(ranges.items())
                .isEqualTo(
                        expected.values().stream().mapToLong(Integer::longValue).sum());
    }

    @Test
    void keepsConsecutiveEventsOfOneSizeAsOneRun() {
        EventRanges ranges = new EventRanges();
        for (long seqNr : new long[] {1, 2, 5, 4, 3, 6}) {
            ranges.add("courier~c", seqNr, seqNr == 6 ? 2 : 1);
        }
        assertThat(runs(ranges.of("courier~c"))).containsExactly("1-5 1", "6-6 2");
    }

    @Test
    void countsTheGapsBelowTheHighestEvent() {
        EventRanges ranges = new EventRanges();
        ranges.add("courier~c", 2, 1);
        ranges.add("courier~c", 5, 1);
        assertThat(ranges.of("courier~c").gaps()).isEqualTo(3);
        assertThat(ranges.of("courier~other").gaps()).isZero();
    }

    private static List<String> runs(EventRuns runs) {
        List<String> told = new ArrayList<>();
        runs.forEachRun((from, to, items) -> told.add(from + "-" + to + " " + items));
        return told;
    }
}
