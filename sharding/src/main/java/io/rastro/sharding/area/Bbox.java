package io.rastro.sharding.area;

import com.google.common.geometry.R1Interval;
import com.google.common.geometry.S1Interval;
import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2LatLngRect;

/**
 * A part of the earth between two parallels and two meridians, edges included, in WGS 84 degrees and in the order of RFC
 * 7946 section 5. When {@code minLon} is above {@code maxLon} it crosses the antimeridian (section 5.2).
 *
 * @param minLon western edge, -180 to 180
 * @param minLat southern edge, -90 to 90
 * @param maxLon eastern edge, -180 to 180
 * @param maxLat northern edge, at least {@code minLat}
 */
public record Bbox(double minLon, double minLat, double maxLon, double maxLat) {

    private static final S2LatLng MARGIN = S2LatLng.fromRadians(Distance.MARGIN_RADIANS, Distance.MARGIN_RADIANS);

    /** @throws IllegalArgumentException with a sentence for whoever sent it */
    public Bbox {
        requireIn("minLon", minLon, 180);
        requireIn("minLat", minLat, 90);
        requireIn("maxLon", maxLon, 180);
        requireIn("maxLat", maxLat, 90);
        if (minLat > maxLat) {
            throw new IllegalArgumentException("minLat must not be above maxLat: minLon,minLat,maxLon,maxLat");
        }
    }

    private static void requireIn(String name, double degrees, int most) {
        if (!(degrees >= -most && degrees <= most)) {
            throw new IllegalArgumentException(
                    name + " must be a number from -" + most + " to " + most + ": minLon,minLat,maxLon,maxLat");
        }
    }

    public boolean contains(double lat, double lon) {
        if (lat < minLat || lat > maxLat) {
            return false;
        }
        boolean east = lon >= minLon;
        boolean west = lon <= maxLon;
        return (minLon <= maxLon ? east && west : east || west) || Math.abs(lon) == 180 && reachesAntimeridian();
    }

    /** 180 and -180 are the same meridian. */
    private boolean reachesAntimeridian() {
        return minLon > maxLon || minLon == -180 || maxLon == 180;
    }

    /** Steradians. */
    double solidAngle() {
        double width = minLon <= maxLon ? maxLon - minLon : maxLon - minLon + 360;
        return Math.toRadians(width) * (Math.sin(Math.toRadians(maxLat)) - Math.sin(Math.toRadians(minLat)));
    }

    /** Slightly larger, so that no point inside is in a cell outside. */
    S2LatLngRect region() {
        // From 180 to -180 would be the empty interval.
        double east = minLon == 180 && maxLon == -180 ? 180 : maxLon;
        return new S2LatLngRect(
                        new R1Interval(Math.toRadians(minLat), Math.toRadians(maxLat)),
                        new S1Interval(Math.toRadians(minLon), Math.toRadians(east)))
                .expanded(MARGIN);
    }
}
