package io.rastro.sharding.order;

import io.rastro.sharding.live.Cursor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a watcher of an order has seen. Written {@code leg~seq.index}, {@code leg~all} when the leg is over, and {@code leg~end}
 * when the order was delivered; for clients it is a text like any other.
 *
 * @param leg see {@link OrderLegs.Leg#id()}; 0 before the first one
 * @param cursor in the journal of the courier of that leg; null: all of the leg
 * @param isEnd whether it is the cursor of {@link OrderFrame.Delivered}, after which nothing comes
 */
public record OrderCursor(long leg, @Nullable Cursor cursor, boolean isEnd) {

    /** Nothing was seen. */
    public static final OrderCursor BEGINNING = new OrderCursor(0, Cursor.BEGINNING);

    private static final String ALL = "all";
    private static final String END = "end";

    OrderCursor(long leg, Cursor cursor) {
        this(leg, cursor, false);
    }

    /** The next leg may come. */
    static OrderCursor allOf(long leg) {
        return new OrderCursor(leg, null, false);
    }

    static OrderCursor endOf(long leg) {
        return new OrderCursor(leg, null, true);
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
            return leg < 0 ? Optional.empty() : within(leg, rest);
        } catch (NumberFormatException notACursor) {
            return Optional.empty();
        }
    }

    private static Optional<OrderCursor> within(long leg, String place) {
        return switch (place) {
            case ALL -> Optional.of(allOf(leg));
            case END -> Optional.of(endOf(leg));
            default -> Cursor.parse(place).map(cursor -> new OrderCursor(leg, cursor));
        };
    }

    @Override
    public String toString() {
        return leg + "~" + (cursor != null ? cursor.toString() : isEnd ? END : ALL);
    }
}
