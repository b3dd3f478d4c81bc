package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.Position;
import io.rastro.sharding.courier.FixWindow.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Against a model that remembers every fix for ever. */
class FixWindowTest {

    private static final int TIMES = 24;
    private static final int PLACES = 3;

    /** A window and all that went into it. */
    private record Version(FixWindow window, Map<Fix, Long> recorded, long seqNr, long tabledUpTo, String written) {

        static Version of(FixWindow window, Map<Fix, Long> recorded, long seqNr, long tabledUpTo) {
            return new Version(window, recorded, seqNr, tabledUpTo, text(window));
        }
    }

    private record Fix(long time, int place) {
        Position position() {
            return at(time, place);
        }
    }

    /** One thing done to an earlier version, mostly to the newest one. */
    private record Step(int back, List<Fix> fixes, int size, long tabled) {

        Version after(Version before) {
            if (fixes.isEmpty()) {
                long tabledUpTo = Math.max(before.tabledUpTo, Math.min(before.seqNr, tabled));
                return Version.of(before.window.trimmed(size, tabledUpTo), before.recorded, before.seqNr, tabledUpTo);
            }
            Map<Fix, Long> recorded = new HashMap<>(before.recorded);
            List<Position> fresh = new ArrayList<>();
            for (Fix fix : fixes) {
                if (recorded.putIfAbsent(fix, before.seqNr + 1) == null) {
                    fresh.add(fix.position());
                }
            }
            return Version.of(
                    before.window.plus(fresh, before.seqNr + 1), recorded, before.seqNr + 1, before.tabledUpTo);
        }
    }

    @Property
    void neverTakesARecordedFixForNewAndNeverForgetsWhatIsNotTabled(@ForAll("steps") List<Step> steps) {
        List<Version> versions = run(steps);
        for (Version version : versions) {
            for (long time = 0; time < TIMES; time++) {
                for (int place = 0; place < PLACES; place++) {
                    Fix fix = new Fix(time, place);
                    Verdict verdict = version.window.verdict(fix.position());
                    Long seqNr = version.recorded.get(fix);
                    if (seqNr == null) {
                        assertThat(verdict).as("%s was never recorded", fix).isNotEqualTo(Verdict.KNOWN);
                    } else if (seqNr > version.tabledUpTo) {
                        assertThat(verdict).as("%s is not tabled", fix).isEqualTo(Verdict.KNOWN);
                    } else {
                        assertThat(verdict).as("%s was recorded", fix).isNotEqualTo(Verdict.NEW);
                    }
                }
            }
        }
    }

    @Property
    void isNotChangedByWhatIsDerivedFromIt(@ForAll("steps") List<Step> steps) {
        assertThat(run(steps))
                .allSatisfy(version -> assertThat(text(version.window)).isEqualTo(version.written));
    }

    @Property
    void isTheSameAfterItWasWrittenAndRead(@ForAll("steps") List<Step> steps) {
        assertThat(run(steps)).allSatisfy(version -> {
            FixWindow restored = restored(version.window);
            assertThat(text(restored)).isEqualTo(version.written);
            assertThat(text(restored.plus(List.of(at(5), at(30)), 99)))
                    .isEqualTo(text(version.window.plus(List.of(at(5), at(30)), 99)));
        });
    }

    @Property
    void isOrderedByTimeAndTrimmedToItsSizeWhenAllIsTabled(@ForAll("steps") List<Step> steps) {
        assertThat(run(steps)).allSatisfy(version -> {
            assertThat(version.window.fixedAtMillis()).isSorted();
            FixWindow trimmed = version.window.trimmed(4, version.seqNr);
            assertThat(trimmed.size()).isEqualTo(Math.min(4, version.window.size()));
            assertThat(trimmed.fixedAtMillis())
                    .isEqualTo(Arrays.copyOfRange(
                            version.window.fixedAtMillis(),
                            version.window.size() - trimmed.size(),
                            version.window.size()));
        });
    }

    @Property
    void proofOfSurplusLetsSomethingLeave(@ForAll("steps") List<Step> steps) {
        for (Version version : run(steps)) {
            int place = version.window.proofOfSurplus(4);
            if (place < 0) {
                // Nothing to prove, or all of the surplus is of the last event.
                assertThat(version.window.size() <= 4
                                || Arrays.stream(version.window.seqNrs())
                                                .limit(version.window.size() - 4L)
                                                .distinct()
                                                .count()
                                        == 1)
                        .isTrue();
            } else {
                long proven = version.window.seqNr(place) - 1;
                assertThat(version.window.trimmed(4, proven).size()).isLessThan(version.window.size());
            }
        }
    }

    @Test
    void twoContinuationsOfOneWindowDoNotDisturbEachOther() {
        FixWindow shared = FixWindow.EMPTY.plus(List.of(at(1)), 1);
        FixWindow one = shared.plus(List.of(at(2)), 2);
        FixWindow other = shared.plus(List.of(at(3)), 2);
        assertThat(one.fixedAtMillis()).containsExactly(1, 2);
        assertThat(other.fixedAtMillis()).containsExactly(1, 3);
        assertThat(shared.fixedAtMillis()).containsExactly(1);
    }

    @Test
    void nothingIsCopiedWhileFixesComeInOrder() {
        FixWindow window = FixWindow.EMPTY;
        for (int i = 1; i <= 300; i++) {
            window = window.plus(List.of(at(i)), i);
        }
        assertThat(window.trimmed(256, 0)).isSameAs(window);
        assertThat(window.trimmed(300, 300)).isSameAs(window);
    }

    @Test
    void zeroAndMinusZeroAreOnePlace() {
        Position zero = Position.of(Instant.ofEpochMilli(7), 0.0, 0.0);
        Position minusZero = Position.of(Instant.ofEpochMilli(7), -0.0, -0.0);
        assertThat(FixWindow.EMPTY.plus(List.of(zero), 1).verdict(minusZero)).isEqualTo(Verdict.KNOWN);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Fix> fix = Combinators.combine(
                        Arbitraries.longs().between(0, TIMES - 1),
                        Arbitraries.integers().between(0, PLACES - 1))
                .as(Fix::new);
        Arbitrary<List<Fix>> fixes = Arbitraries.frequencyOf(
                Tuple.of(3, fix.list().ofMinSize(1).ofMaxSize(5)),
                Tuple.of(1, Arbitraries.just(List.of())),
                // In order of time, as nearly always.
                Tuple.of(
                        3,
                        fix.list()
                                .ofMinSize(1)
                                .ofMaxSize(5)
                                .map(list -> list.stream()
                                        .sorted(Comparator.comparingLong(Fix::time))
                                        .toList())));
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 1), Tuple.of(1, 3)),
                        fixes,
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.longs().between(0, 30))
                .as(Step::new)
                .list()
                .ofMaxSize(30);
    }

    private static List<Version> run(List<Step> steps) {
        List<Version> versions = new ArrayList<>();
        versions.add(Version.of(FixWindow.EMPTY, Map.of(), 0, 0));
        for (Step step : steps) {
            versions.add(step.after(versions.get(Math.max(0, versions.size() - 1 - step.back))));
        }
        return versions;
    }

    private static FixWindow restored(FixWindow window) {
        return FixWindow.restore(window.horizonMillis(), window.fixedAtMillis(), window.placeHashes(), window.seqNrs());
    }

    private static String text(FixWindow window) {
        return window.horizonMillis()
                + Arrays.toString(window.fixedAtMillis())
                + Arrays.toString(window.placeHashes())
                + Arrays.toString(window.seqNrs());
    }
}
