package io.rastro.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    @Property
    void formatsAsJavaTimeDoes(@ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis) {
        String text = Rfc3339.format(millis);

        assertThat(text).isEqualTo(MILLIS.format(Instant.ofEpochMilli(millis)));
        assertThat(Rfc3339.parse(text)).isEqualTo(millis);
    }

    @Property
    void readsAnyOffset(
            @ForAll @LongRange(min = -62_000_000_000_000L, max = 253_400_000_000_000L) long millis,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
        OffsetDateTime there = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));

        assertThat(Rfc3339.parse(there.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx"))))
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T08:15:30Z,          2026-11-21T08:15:30Z",
        "2026-11-21t08:15:30z,          2026-11-21T08:15:30Z",
        "2026-11-21T08:15:30.1Z,        2026-11-21T08:15:30.100Z",
        "2026-11-21T08:15:30.1239999Z,  2026-11-21T08:15:30.123Z",
        "2026-11-21T08:15:30.123456789123+00:00, 2026-11-21T08:15:30.123Z",
        "2026-11-21T08:15:30-03:00,     2026-11-21T11:15:30Z",
        "2026-11-21T08:15:30-00:00,     2026-11-21T08:15:30Z",
        "2024-02-29T23:59:59+23:59,     2024-02-29T00:00:59Z",
        "2016-12-31T23:59:60Z,          2017-01-01T00:00:00Z",
        "2017-01-01T08:59:60+09:00,     2017-01-01T00:00:00Z",
    })
    void reads(String text, Instant expected) {
        assertThat(Rfc3339.parse(text)).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-21",
                "2026-11-21T08:15:30",
                "2026-11-21T08:15:30.",
                "2026-11-21T08:15:30.Z",
                "2026-11-21T08:15:30.123",
                "2026-11-21T08:15:30ZZ",
                "2026-11-21T08:15:30+0300",
                "2026-11-21T08:15:30+24:00",
                "2026-11-21T08:15:30+03:60",
                "2026-11-21 08:15:30Z",
                "2026-13-21T08:15:30Z",
                "2026-00-21T08:15:30Z",
                "2026-02-29T08:15:30Z",
                "1900-02-29T08:15:30Z",
                "2026-04-31T08:15:30Z",
                "2026-11-00T08:15:30Z",
                "2026-11-21T24:15:30Z",
                "2026-11-21T08:60:30Z",
                "2026-11-21T08:15:60Z",
                "2026-11-21T08:15:61Z",
                "+026-11-21T08:15:30Z",
                "２026-11-21T08:15:30Z",
                "2026-11-21T08:15:3/Z",
                "2026/11/21T08:15:30Z",
            })
    void refuses(String text) {
        assertThat(Rfc3339.parse(text)).isEqualTo(Rfc3339.INVALID);
    }

    @Property
    void neverThrows(@ForAll String text) {
        Rfc3339.parse(text);
        Rfc3339.parse("2026-11-21T08:15:3" + text);
    }
}
