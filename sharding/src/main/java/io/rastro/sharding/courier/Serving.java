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
 * Which order each position serves: the one that it names; else the one that is assigned, if the fix is not much older than the
 * assignment, because a phone that was out of reach tells later where it was before; else none. Pure functions.
 */
final class Serving {

    /** So much older than the assignment a fix may be: devices tell whole seconds, and their clocks are not the node's. */
    static final long TOLERANCE_MILLIS = 60_000;

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
     * Where another order than before is served. Late positions begin nothing, and an id that does not follow the rule cannot
     * be asked for.
     *
     * @param positions with the order that each serves
     */
    static List<OrderPickup> pickups(ServedOrder order, List<Position> positions) {
        String before = order.serving();
        List<OrderPickup> pickups = List.of();
        for (int i = 0; i < positions.size(); i++) {
            Position position = positions.get(i);
            if (position.late()) {
                continue;
            }
            String now = position.orderId();
            if (now != null && !now.equals(before) && CourierId.whyInvalid(now).isEmpty()) {
                if (pickups.isEmpty()) {
                    pickups = new ArrayList<>(1);
                }
                pickups.add(new OrderPickup(i, now));
            }
            before = now;
        }
        return pickups;
    }

    /** What is served after positions were recorded. */
    static ServedOrder after(ServedOrder order, PositionsRecorded event) {
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
