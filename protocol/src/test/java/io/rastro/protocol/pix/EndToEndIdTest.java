package io.rastro.protocol.pix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndToEndIdTest {

    private static final String ID = "E99999A04202009091221abcdefABCDE";
    private static final long MINUTE = Instant.parse("2020-09-09T12:21:00Z").toEpochMilli();

    @Test
    void takesPaymentsAndReturnsApart() {
        String returned = 'D' + ID.substring(1);

        assertThat(EndToEndId.isEndToEndId(ID)).isTrue();
        assertThat(EndToEndId.mayBeEndToEndId(ID)).isTrue();
        assertThat(EndToEndId.isRtrId(ID)).isFalse();
        assertThat(EndToEndId.mayBeRtrId(ID)).isFalse();
        assertThat(EndToEndId.isRtrId(returned)).isTrue();
        assertThat(EndToEndId.mayBeRtrId(returned)).isTrue();
        assertThat(EndToEndId.isEndToEndId(returned)).isFalse();
        assertThat(EndToEndId.mayBeEndToEndId(returned)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "E",
                "E99999A04202009091221abcdefABCD",
                "E99999A04202009091221abcdefABCDEF",
                "e99999A04202009091221abcdefABCDE",
                "E99999A04202009091221abcdefABCD-",
                "E99999A04202009091221abcdefABCDé",
                "E99999A04202009091221abcdefABCD٣",
                " 99999A04202009091221abcdefABCDE",
            })
    void refusesWhatIsNoIdEvenFromAProvider(String id) {
        assertThat(EndToEndId.isEndToEndId(id)).isFalse();
        assertThat(EndToEndId.mayBeEndToEndId(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E99999a04202009091221abcdefABCDE",
                "E99999A04202009091260abcdefABCDE",
                "E99999A04202009092421abcdefABCDE",
                "E99999A04202002301221abcdefABCDE",
                "E99999A04202100001221abcdefABCDE",
                "E99999A04202113011221abcdefABCDE",
                "E99999A04202000091221abcdefABCDE",
                "E99999A042020O9091221abcdefABCDE",
            })
    void takesFromAProviderWhatHasNotTheParts(String id) {
        assertThat(EndToEndId.isEndToEndId(id)).isFalse();
        assertThat(EndToEndId.mayBeEndToEndId(id)).isTrue();
    }

    @Property
    void tellsTheMinute(@ForAll @LongRange(min = -2_000_000_000, max = 4_000_000_000L) long minutes) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(minutes * 60 % 253_402_300_800L, 0, ZoneOffset.UTC);
        if (at.getYear() < 0) {
            return;
        }
        String id = "E12345678" + at.format(DateTimeFormatter.ofPattern("uuuuMMddHHmm")) + "abcdefghijk";

        assertThat(EndToEndId.minute(id)).hasValue(at.toInstant(ZoneOffset.UTC).toEpochMilli());
        assertThat(EndToEndId.isEndToEndId(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "E99999A04", "E99999A04202102291221abcdefABCDE", "E99999A04202009091221abcdefABCDEF"})
    void tellsNoMinuteWhereThereIsNone(String id) {
        assertThat(EndToEndId.minute(id)).isEmpty();
        assertThat(EndToEndId.isNear(id, MINUTE)).isFalse();
    }

    @Test
    void isNearForLessThanTwelveHours() {
        long half = 12 * 3_600_000L;

        assertThat(EndToEndId.isNear(ID, MINUTE)).isTrue();
        assertThat(EndToEndId.isNear(ID, MINUTE + half - 1)).isTrue();
        assertThat(EndToEndId.isNear(ID, MINUTE - half + 1)).isTrue();
        assertThat(EndToEndId.isNear(ID, MINUTE + half)).isFalse();
        assertThat(EndToEndId.isNear(ID, MINUTE - half)).isFalse();
        assertThat(EndToEndId.isNear(ID, Long.MIN_VALUE)).isFalse();
        assertThat(EndToEndId.isNear(ID, Long.MAX_VALUE)).isFalse();
    }
}
