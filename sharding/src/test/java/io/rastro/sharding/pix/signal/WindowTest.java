package io.rastro.sharding.pix.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {

    private record Paid(long atMillis, long centavos) {}

    @Test
    void isEmptyBeforeAnythingCame() {
        Window window = Window.empty(60, 1_000);
        assertThat(window.before(0)).isEqualTo(new Window.Total(0, 0));
        assertThat(window.before(1_700_000_000_000L)).isEqualTo(new Window.Total(0, 0));
    }

    @Test
    void knowsTheMinuteAndNothingOlder() {
        Window window = Window.empty(60, 1_000).plus(10_000, 500).plus(69_999, 300);
        assertThat(window.before(69_999)).isEqualTo(new Window.Total(2, 800));
        assertThat(window.before(70_000)).isEqualTo(new Window.Total(1, 300));
        assertThat(window.before(130_000)).isEqualTo(new Window.Total(0, 0));
        assertThat(window.plus(9_999, 1)).as("older than it is long").isSameAs(window);
    }

    @Test
    void leavesWhatItHadAsItWas() {
        Window window = Window.empty(3, 10).plus(5, 1);
        Window before = Window.empty(3, 10).plus(5, 1);
        window.plus(15, 1).plus(100, 7);
        assertThat(window).isEqualTo(before);
    }

    /** Against all that was ever put in; in jumps, backwards and at the edges of buckets. */
    @Test
    void isWhatCountingAllSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            int buckets = 1 + random.nextInt(8);
            long bucketMillis = 1 + random.nextInt(50);
            Window window = Window.empty(buckets, bucketMillis);
            List<Paid> all = new ArrayList<>();
            long now = random.nextInt(1_000) - 500;
            long newest = Long.MIN_VALUE;
            for (int step = 0; step < 100; step++) {
                now += random.nextInt(10) == 0 ? random.nextInt(1_000) : random.nextInt(41) - 15;
                long centavos = 1 + random.nextInt(100);
                newest = Math.max(newest, Math.floorDiv(now, bucketMillis));
                if (Math.floorDiv(now, bucketMillis) > newest - buckets) {
                    all.add(new Paid(now, centavos));
                }
                window = window.plus(now, centavos);
                long asked = now + random.nextInt(200) - 100;
                assertThat(window.before(asked))
                        .as("seed %s, run %s, step %s", seed, run, step)
                        .isEqualTo(counted(all, Math.floorDiv(asked, bucketMillis), newest, buckets, bucketMillis));
            }
        }
    }

    private static Window.Total counted(List<Paid> all, long last, long newest, int buckets, long bucketMillis) {
        long oldest = Math.max(last, newest) - buckets;
        List<Paid> in = all.stream()
                .filter(paid -> Math.floorDiv(paid.atMillis(), bucketMillis) > oldest
                        && Math.floorDiv(paid.atMillis(), bucketMillis) <= last)
                .toList();
        return new Window.Total(in.size(), in.stream().mapToLong(Paid::centavos).sum());
    }
}
