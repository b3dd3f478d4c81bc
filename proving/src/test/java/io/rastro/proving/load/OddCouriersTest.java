package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OddCouriersTest {

    private static List<Fix> fixes(OddCouriers source, int batches) {
        List<Fix> all = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            Batch batch = Objects.requireNonNull(source.poll());
            all.addAll(Positions.of(batch.content()).fixes());
            source.release(batch);
        }
        return all;
    }

    @Test
    void someAreOutOfRangeAndSomeWereSentBefore() {
        List<Fix> fixes = fixes(new OddCouriers("c", 20, 5, false, 1), 2_000);

        assertThat(fixes.stream().filter(fix -> fix.lat() > 90).count()).isBetween(10L, 100L);
        Set<Fix> seen = new HashSet<>();
        assertThat(fixes.stream().filter(fix -> !seen.add(fix)).count()).isBetween(20L, 150L);
    }

    @Test
    void someClocksAreWrongByHoursWhileTheyAreToBe() {
        OddCouriers source = new OddCouriers("c", 200, 1, true, 1);
        long hour = Duration.ofHours(1).toMillis();
        long soon = System.currentTimeMillis() + hour / 2;

        assertThat(fixes(source, 1_000)).noneMatch(fix -> Math.abs(fix.fixedAtMillis() - soon) > hour);
        source.wrongClocks(true);
        List<Fix> wrong = fixes(source, 1_000);
        assertThat(wrong).anyMatch(fix -> fix.fixedAtMillis() - soon > hour);
        assertThat(wrong).anyMatch(fix -> soon - fix.fixedAtMillis() > 2 * hour);
        source.wrongClocks(false);
        assertThat(fixes(source, 1_000)).noneMatch(fix -> Math.abs(fix.fixedAtMillis() - soon) > hour);
    }

    @Test
    void endsWhenItIsTold() {
        OddCouriers source = new OddCouriers("c", 2, 1, false, 1);
        source.end();

        assertThat(source.poll()).isNull();
        assertThat(source.isExhausted()).isTrue();
    }
}
