package io.rastro.node.positions;

import io.rastro.protocol.courier.Position;
import io.rastro.sharding.courier.Courier;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The couriers as these routes need them; see {@link io.rastro.sharding.courier.Couriers}. */
public interface Tracking {

    /** Fails with {@link java.util.concurrent.TimeoutException} when no answer came in time. */
    CompletionStage<Courier.Reply> record(
            String courierId, List<Position> positions, @Nullable String idempotencyKey, long receivedAtMillis);

    CompletionStage<Courier.LatestReply> latest(String courierId);
}
