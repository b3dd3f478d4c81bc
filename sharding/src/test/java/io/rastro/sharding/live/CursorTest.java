package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void readsASequenceNumberWithOrWithoutAnIndex() {
        assertThat(Cursor.parse("17.3")).contains(new Cursor(17, 3));
        assertThat(Cursor.parse("17")).contains(Cursor.allOf(17));
        assertThat(Cursor.parse("0")).contains(Cursor.BEGINNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.3", "17", "0", "9223372036854775806.0"})
    void writesWhatItRead(String text) {
        assertThat(Cursor.parse(text)).map(Cursor::toString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.",
                ".1",
                "-1",
                "1.-1",
                "1.2.3",
                "a",
                " 1",
                "99999999999999999999",
                "1.2147483648",
                "9223372036854775807"
            })
    void refusesWhatIsNoCursor(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
    }

    @Test
    void isOrderedAsTheJournal() {
        assertThat(new Cursor(17, 3)).isLessThan(Cursor.allOf(17)).isLessThan(new Cursor(18, 0));
        assertThat(Cursor.allOf(17).nextSeqNr()).isEqualTo(18);
        assertThat(new Cursor(17, 3).nextSeqNr()).isEqualTo(17);
    }
}
