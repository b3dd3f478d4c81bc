package io.rastro.sinks.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryCursorTest {

    @Test
    void comesBackFromItsText() {
        HistoryCursor cursor = new HistoryCursor(-5, "courier~a b~7~0");

        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
        assertThat(HistoryCursor.parse(cursor.text())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "MSAxIHg", "MiAxIGNvdXJpZXJ-Y34xfjA", "MSB4IGNvdXJpZXJ-Y34xfjA"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> HistoryCursor.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the cursor is not one that a page of history ended with");
    }
}
