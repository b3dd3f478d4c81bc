package io.rastro.node.orders;

import io.rastro.protocol.courier.OrderChange;
import io.rastro.sharding.courier.CourierOrders;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The couriers as these routes need them; see {@link io.rastro.sharding.courier.Couriers}. */
public interface Carrying {

    /**
     * @param orderId null for {@link OrderChange#RELEASED}
     * @return fails with {@link java.util.concurrent.TimeoutException} when no answer came in time
     */
    CompletionStage<CourierOrders.OrderReply> change(
            String courierId, @Nullable String orderId, OrderChange change, long receivedAtMillis);

    /** Fails like {@link #change}. */
    CompletionStage<CourierOrders.OrderReply> order(String courierId);
}
