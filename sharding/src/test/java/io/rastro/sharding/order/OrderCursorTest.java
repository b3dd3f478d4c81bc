package io.rastro.sharding.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.sharding.live.Cursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderCursorTest {

    @Test
    void isReadAsItIsWritten() {
        for (OrderCursor cursor : new OrderCursor[] {
            new OrderCursor(1_763_712_931_000L, new Cursor(57, 3)),
            new OrderCursor(7, Cursor.allOf(57)),
            OrderCursor.endOf(7),
            OrderCursor.allOf(7),
            OrderCursor.BEGINNING
        }) {
            assertThat(OrderCursor.parse(cursor.toString())).contains(cursor);
        }
        assertThat(new OrderCursor(7, new Cursor(57, 3))).hasToString("7~57.3");
        assertThat(OrderCursor.endOf(7)).hasToString("7~end");
        assertThat(OrderCursor.allOf(7)).hasToString("7~all");
        assertThat(OrderCursor.parse("7~all").orElseThrow().isEnd()).isFalse();
        assertThat(OrderCursor.parse("7~end").orElseThrow().isEnd()).isTrue();
        assertThat(OrderCursor.parse("0")).contains(OrderCursor.BEGINNING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "7",
                "57.3",
                "-1~57.3",
                "7~",
                "7~x",
                "7~57.3.1",
                "x~57",
                "7~-1",
                "99999999999999999999~1"
            })
    void anythingElseIsNone(String text) {
        assertThat(OrderCursor.parse(text)).isEmpty();
    }
}
