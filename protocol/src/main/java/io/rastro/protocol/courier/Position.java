package io.rastro.protocol.courier;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fix of a courier. Numbers that the device did not know are {@link Double#NaN}: primitives, because this record is
 * made for every position that passes through.
 *
 * @param fixedAtMillis when the device was there: epoch milliseconds, UTC; finer fractions are cut off
 * @param lat WGS 84 degrees, -90 to 90
 * @param lon WGS 84 degrees, -180 to 180
 * @param accuracyM radius in metres, at least 0, or NaN
 * @param speedMps metres a second, at least 0, or NaN
 * @param bearingDeg degrees clockwise from north, 0 inclusive to 360 exclusive, or NaN
 * @param altitudeM metres above the ellipsoid or sea, as the device has it, or NaN
 * @param batteryPct 0 to 100, or NaN
 * @param orderId the order that the courier serves there, if told, by the position or by an {@link OrderChanged} before it
 * @param attributes whatever else the client told; bounded in number and size where it is read
 * @param late whether the live position was already newer when this fix was recorded; set by the entity, never by a
 *     client
 */
public record Position(
        long fixedAtMillis,
        double lat,
        double lon,
        double accuracyM,
        double speedMps,
        double bearingDeg,
        double altitudeM,
        double batteryPct,
        @Nullable String orderId,
        Map<String, String> attributes,
        boolean late) {

    public Position {
        if (!(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180)) {
            throw new IllegalArgumentException("latitude or longitude out of range");
        }
    }

    /** A fix of which nothing but time and place is known. */
    public static Position of(Instant fixedAt, double lat, double lon) {
        return new Position(
                fixedAt.toEpochMilli(),
                lat,
                lon,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                null,
                Map.of(),
                false);
    }

    public Instant fixedAt() {
        return Instant.ofEpochMilli(fixedAtMillis);
    }

    public Position markedLate() {
        return late ? this : with(orderId, attributes, true);
    }

    /** The same fix, about this order. */
    public Position serving(String servedOrderId) {
        return with(servedOrderId, attributes, late);
    }

    public Position withoutAttributes() {
        return with(orderId, Map.of(), late);
    }

    private Position with(@Nullable String order, Map<String, String> told, boolean isLate) {
        return new Position(
                fixedAtMillis, lat, lon, accuracyM, speedMps, bearingDeg, altitudeM, batteryPct, order, told, isLate);
    }

    /** The same fix means the same courier, time and place: what a duplicate is recognised by. */
    public boolean sameFix(Position other) {
        return fixedAtMillis == other.fixedAtMillis && lat == other.lat && lon == other.lon;
    }
}
