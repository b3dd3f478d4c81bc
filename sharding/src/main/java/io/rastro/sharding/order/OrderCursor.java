package io.rastro.sharding.order;

import io.rastro.sharding.live.Cursor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a watcher of an order has seen. Written {@code leg~seq.index}, and {@code leg~end} when the order was delivered; for
 * clients it is a text like any other.
 *
 * @param leg see {@link OrderLegs.Leg#id()}; 0 before the first one
 * @param cursor in the journal of the courier of that leg; null: all of the leg
 */
public record OrderCursor(long leg, @Nullable Cursor cursor) {

    /** Nothing was seen. */
    public static final OrderCursor BEGINNING = new OrderCursor(0, Cursor.BEGINNING);

    private static final String END = "end";

    static OrderCursor endOf(long leg) {
        return new OrderCursor(leg, null);
    }

    /** Also {@code 0}: from the beginning. */
    public static Optional<OrderCursor> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(BEGINNING);
        }
        int mark = text.indexOf('~');
        if (mark < 0) {
            return Optional.empty();
        }
        try {
            long leg = Long.parseLong(text, 0, mark, 10);
            String rest = text.substring(mark + 1);
            return leg < 0
                    ? Optional.empty()
                    : rest.equals(END)
                            ? Optional.of(endOf(leg))
                            : Cursor.parse(rest).map(cursor -> new OrderCursor(leg, cursor));
        } catch (NumberFormatException notACursor) {
            return Optional.empty();
        }
    }

    /** Whether it is the cursor of {@link OrderFrame.Delivered}, after which nothing comes. */
    public boolean isEnd() {
        return cursor == null;
    }

    @Override
    public String toString() {
        return leg + "~" + (cursor == null ? END : cursor.toString());
    }
}
