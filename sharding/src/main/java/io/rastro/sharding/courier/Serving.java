package io.rastro.sharding.courier;

import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.OrderPickup;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.ServedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which order each position serves: the one that it names; else the one that is assigned, if the fix is not older than the
 * assignment, because a phone that was out of reach tells later where it was before; else none. Pure functions.
 */
final class Serving {

    /** So much older than the assignment a fix may be: devices tell whole seconds. */
    static final long TOLERANCE_MILLIS = 2_000;

    private Serving() {}

    /** @return the positions with the order that each serves */
    static List<Position> serving(ServedOrder order, List<Position> positions) {
        String assigned = order.assigned();
        if (assigned == null) {
            return positions;
        }
        List<Position> served = new ArrayList<>(positions.size());
        for (Position position : positions) {
            served.add(
                    position.orderId() == null
                                    && position.fixedAtMillis() >= order.assignedAtMillis() - TOLERANCE_MILLIS
                            ? position.serving(assigned)
                            : position);
        }
        return served;
    }

    /**
     * Where another order than before is named. Late positions begin nothing, an assignment has been said to begin, and an id
     * that does not follow the rule cannot be asked for.
     *
     * @param told the positions as they came
     * @param served the same with the order that each serves
     */
    static List<OrderPickup> pickups(ServedOrder order, List<Position> told, List<Position> served) {
        String before = order.serving();
        List<OrderPickup> pickups = List.of();
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).late()) {
                continue;
            }
            String named = told.get(i).orderId();
            if (named != null
                    && !named.equals(before)
                    && CourierId.whyInvalid(named).isEmpty()) {
                if (pickups.isEmpty()) {
                    pickups = new ArrayList<>(1);
                }
                pickups.add(new OrderPickup(i, named));
            }
            before = served.get(i).orderId();
        }
        return pickups;
    }

    /**
     * What is served after positions were recorded. An event from before version 4 did not say that an order begins: the next
     * position that names it does.
     */
    static ServedOrder after(ServedOrder order, PositionsRecorded event) {
        if (event.previous() == null) {
            return order;
        }
        List<Position> positions = event.positions();
        for (int i = positions.size() - 1; i >= 0; i--) {
            Position position = positions.get(i);
            if (!position.late()) {
                return with(order, position.orderId());
            }
        }
        return order;
    }

    private static ServedOrder with(ServedOrder order, @Nullable String serving) {
        return Objects.equals(order.serving(), serving)
                ? order
                : new ServedOrder(order.assigned(), order.assignedAtMillis(), serving);
    }

    /** What is served after something was said of an order. */
    static ServedOrder after(ServedOrder order, OrderChanged event) {
        String orderId = event.orderId();
        if (event.change() == OrderChange.PICKED_UP) {
            // Said again it does not begin again: what was recorded since then is about it.
            return orderId.equals(order.assigned())
                    ? with(order, orderId)
                    : new ServedOrder(orderId, event.receivedAtMillis(), orderId);
        }
        String serving = orderId.equals(order.serving()) ? null : order.serving();
        return orderId.equals(order.assigned())
                ? (serving == null ? ServedOrder.NONE : new ServedOrder(null, 0, serving))
                : with(order, serving);
    }
}
