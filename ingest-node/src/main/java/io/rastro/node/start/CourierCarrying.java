package io.rastro.node.start;

import io.rastro.node.orders.Carrying;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.sharding.courier.CourierOrders;
import io.rastro.sharding.courier.Couriers;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The couriers of the cluster, as the routes of orders need them. */
record CourierCarrying(Couriers couriers) implements Carrying {

    @Override
    public CompletionStage<CourierOrders.OrderReply> change(
            String courierId, @Nullable String orderId, OrderChange change, long receivedAtMillis) {
        return couriers.changeOrder(courierId, orderId, change, receivedAtMillis);
    }

    @Override
    public CompletionStage<CourierOrders.OrderReply> order(String courierId) {
        return couriers.order(courierId);
    }
}
