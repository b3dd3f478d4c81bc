package io.rastro.sinks.pix;

import static io.rastro.sinks.pix.PixEvents.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixHoursTest {

    private static final Duration PAST = Duration.ofDays(3_650);
    private static final Duration AHEAD = Duration.ofDays(1);

    private static Instant listedAt(Instant occurredAt) {
        Decided decided =
                Decided.of(PixEvents.payment(PixKind.PAGAMENTO, PixEvents.endToEndId(1), occurredAt), Verdict.NEW);
        TracedPix traced = PixEvents.event("hours", 1, NOON, List.of(decided)).get(0);
        return Instant.ofEpochMilli(PixHours.listedAt(traced));
    }

    @Test
    void takesTheTimeThatWasSaidWithinItsBounds() {
        for (Instant at : List.of(NOON, NOON.minus(PAST), NOON.plus(AHEAD), NOON.minus(Duration.ofDays(90)))) {
            assertThat(listedAt(at)).isEqualTo(at);
        }
        assertThat(listedAt(NOON.minus(PAST).minusMillis(1))).isEqualTo(NOON);
        assertThat(listedAt(NOON.plus(AHEAD).plusMillis(1))).isEqualTo(NOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"})
    void takesTheReceiptForWhatCannotBe(String said) {
        assertThat(listedAt(Instant.parse(said))).isEqualTo(NOON);
    }

    @Test
    void namesTheMonthOfAnHour() {
        assertThat(PixHours.month(
                        PixHours.of(Instant.parse("2026-11-30T23:59:59.999Z").toEpochMilli())))
                .isEqualTo("2026-11");
        assertThat(PixHours.month(
                        PixHours.of(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli())))
                .isEqualTo("2026-12");
        assertThat(PixHours.month(PixHours.of(-1))).isEqualTo("1969-12");
        assertThat(PixHours.beginMillis(PixHours.of(-1))).isEqualTo(-3_600_000);
    }
}
