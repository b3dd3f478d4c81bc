package io.rastro.node.start;

import io.rastro.node.positions.Tracking;
import io.rastro.protocol.courier.Position;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.courier.Couriers;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The routes' couriers are the cluster's. */
record CourierTracking(Couriers couriers) implements Tracking {

    @Override
    public CompletionStage<Courier.Reply> record(
            String courierId, List<Position> positions, @Nullable String idempotencyKey, long receivedAtMillis) {
        return couriers.record(courierId, positions, idempotencyKey, receivedAtMillis);
    }

    @Override
    public CompletionStage<Courier.LatestReply> latest(String courierId) {
        return couriers.latest(courierId);
    }
}
