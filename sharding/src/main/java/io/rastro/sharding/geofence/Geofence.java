package io.rastro.sharding.geofence;

import io.rastro.protocol.courier.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of the earth of which it is said when couriers enter and leave it.
 *
 * @param id same rule as courier ids
 * @param courierId only this courier; null: every courier
 * @param orderId only positions that name this order; null: every position
 * @param dwell how long a courier is inside before {@code dwell} is said, by the time of the fixes; null: it is never said
 * @param json the geofence as clients see it: a GeoJSON feature, see {@link GeofenceJson}
 */
public record Geofence(
        String id,
        Shape shape,
        @Nullable String courierId,
        @Nullable String orderId,
        @Nullable Duration dwell,
        String json) {

    /** Whether a position of this courier counts as inside. */
    boolean has(String ofCourier, Position position) {
        return (courierId == null || courierId.equals(ofCourier))
                && (orderId == null || orderId.equals(position.orderId()))
                && shape.contains(position.lat(), position.lon());
    }
}
