package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.NOON;
import static io.rastro.sharding.pix.Items.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForgottenTest {

    private static final long NOON_MILLIS = NOON.toEpochMilli();

    /** More than the filters hold: the first two generations are given up, and only their minute is known. */
    private static final int MANY = (Forgotten.MAX_GENERATIONS + 2) * IdFilter.CAPACITY;

    private static final int A_MINUTE = 20_000;

    /** When all of them are of the past. */
    private static final long LATER_MILLIS = NOON_MILLIS + 3_600_000;

    @Test
    void deniesAllWhileNothingLeft() {
        assertThat(Forgotten.NOTHING.mayHave(id('E', NOON, 1))).isFalse();
        assertThat(Forgotten.NOTHING.mayHave("no minute")).isFalse();
    }

    @Test
    void neverDeniesWhatLeftAndSeldomDoubtsWhatDidNot() {
        Forgotten forgotten = Forgotten.NOTHING;
        for (int i = 0; i < MANY; i++) {
            forgotten = forgotten.plus(busy(i), LATER_MILLIS);
        }
        assertThat(forgotten.generations()).hasSize(Forgotten.MAX_GENERATIONS);
        for (int i = 0; i < MANY; i++) {
            assertThat(forgotten.mayHave(busy(i))).isTrue();
        }
        assertThat(doubtful(forgotten, MANY)).isBetween(1, 200);
        assertThat(forgotten.horizon()).isEqualTo(Forgotten.minute(busy(2 * IdFilter.CAPACITY - 1)));
        assertThat(forgotten.mayHave(id('E', NOON, MANY + 1)))
                .as("older than the horizon")
                .isTrue();
        assertThat(forgotten.mayHave("no minute")).as("as old as any").isTrue();
    }

    @Test
    void anIdWithAnImpossibleMinuteDoesNotMakeTheOthersDoubtful() {
        Instant never = Instant.parse("9999-12-31T23:59:00Z");
        String justPossible = id('E', NOON.plus(Duration.ofMinutes(10)), 1);
        Forgotten forgotten =
                Forgotten.NOTHING.plus(id('E', never, 1), NOON_MILLIS).plus(justPossible, NOON_MILLIS);
        for (int i = 0; i < MANY; i++) {
            forgotten = forgotten.plus(busy(i), LATER_MILLIS);
        }
        assertThat(forgotten.horizon()).isEqualTo(Forgotten.minute(justPossible));
        assertThat(forgotten.mayHave(id('E', never, 1))).isTrue();
        assertThat(forgotten.mayHave(id('E', never, 2))).isFalse();
    }

    @Test
    void takesAnyTimeAndAnyId() {
        Forgotten forgotten = Forgotten.NOTHING
                .plus("E", Long.MIN_VALUE)
                .plus("", Long.MAX_VALUE)
                .plus(id('D', NOON, 1), Long.MIN_VALUE);
        assertThat(forgotten.mayHave("E")).isTrue();
        assertThat(forgotten.mayHave("")).isTrue();
        assertThat(forgotten.mayHave(id('D', NOON, 1))).isTrue();
        assertThat(forgotten.mayHave(id('E', NOON, 1))).isFalse();
    }

    @Test
    void isNotChangedByWhatIsDerivedFromIt() {
        Forgotten one = Forgotten.NOTHING.plus(busy(1), NOON_MILLIS);
        Forgotten both = one.plus(busy(2), NOON_MILLIS);
        assertThat(one.mayHave(busy(2))).isFalse();
        assertThat(both).isEqualTo(one.plus(busy(2), NOON_MILLIS)).isNotEqualTo(one);
        assertThat(Forgotten.NOTHING.generations()).isEmpty();
        assertThat(IdFilter.EMPTY.mayContain(busy(1))).isFalse();
    }

    @Test
    void aFilterIsTheSameAfterItWasWrittenAndRead() {
        assertThat(IdFilter.EMPTY.toBytes()).isEmpty();
        assertThat(IdFilter.of(new byte[0])).isEqualTo(IdFilter.EMPTY);
        IdFilter filter = IdFilter.EMPTY;
        for (int i = 0; i < 1_000; i++) {
            filter = filter.plus(busy(i));
            if (i == 0) {
                assertThat(filter.toBytes()).hasSizeBetween(1, 600);
            }
        }
        IdFilter read = IdFilter.of(filter.toBytes());
        assertThat(read).isEqualTo(filter).hasSameHashCodeAs(filter);
        assertThat(read.plus(busy(1_000))).isEqualTo(filter.plus(busy(1_000)));
        assertThatThrownBy(() -> IdFilter.of(new byte[7])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheMinuteOfAnId() {
        assertThat(Forgotten.minute("E12345678202009091221abcdef12345")).isEqualTo(202009091221L);
        assertThat(Forgotten.minute("E1234567820200909122xabcdef12345")).isZero();
        assertThat(Forgotten.minute("E12345678٢٠٢٠٠٩٠٩١٢٢١abcdef12345")).isZero();
        assertThat(Forgotten.minute("E12345678202009091221")).isEqualTo(202009091221L);
        assertThat(Forgotten.minute("E1234567820200909122")).isZero();
    }

    private static String busy(int number) {
        return id('E', NOON.plus(Duration.ofMinutes(number / A_MINUTE)), number);
    }

    /** Of 20,000 ids that never were, made in the newest minute. */
    private static int doubtful(Forgotten forgotten, int from) {
        int count = 0;
        for (int i = from + 1; i <= from + 20_000; i++) {
            count += forgotten.mayHave(id('E', NOON.plus(Duration.ofMinutes(from / A_MINUTE)), i)) ? 1 : 0;
        }
        return count;
    }
}
