package io.rastro.sharding.order;

import io.rastro.protocol.courier.TracedOrderChange;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What was said of orders, as it was published. Any thread. */
@FunctionalInterface
public interface OrderStore {

    /**
     * Of one order, bounded: the newest.
     *
     * @return in any order; fails when the store does not answer
     */
    CompletionStage<List<TracedOrderChange>> read(String orderId);
}
