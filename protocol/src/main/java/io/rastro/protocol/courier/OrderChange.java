package io.rastro.protocol.courier;

import java.util.Optional;

/** What a courier does with an order. */
public enum OrderChange {
    /** The courier has it: what it records from now on is about this order, unless a position names another. */
    PICKED_UP("pickedUp"),
    /** The order is where it should be: it ends. */
    DELIVERED("delivered"),
    /** The courier has it no more, and it is not delivered. */
    RELEASED("released");

    private final String text;

    OrderChange(String text) {
        this.text = text;
    }

    /** As it is written everywhere: {@code pickedUp}, {@code delivered}, {@code released}. */
    public String text() {
        return text;
    }

    /** Empty when there is no such change. */
    public static Optional<OrderChange> of(String text) {
        for (OrderChange change : values()) {
            if (change.text.equals(text)) {
                return Optional.of(change);
            }
        }
        return Optional.empty();
    }
}
