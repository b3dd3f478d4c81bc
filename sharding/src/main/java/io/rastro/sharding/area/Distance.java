package io.rastro.sharding.area;

import com.google.common.geometry.S1Angle;
import com.google.common.geometry.S2Cap;
import com.google.common.geometry.S2LatLng;

/** Along the surface of a sphere; off by up to 0.5 % of what an ellipsoid would say. */
public final class Distance {

    /** Mean radius of the earth, R1 of the International Union of Geodesy and Geophysics. */
    static final double EARTH_RADIUS_M = 6_371_008.8;

    /** More than rounding moves a point: about 6 mm. */
    static final double MARGIN_RADIANS = 1e-9;

    /** Half way round. */
    public static final double FARTHEST_M = Math.PI * EARTH_RADIUS_M;

    private Distance() {}

    /** All that is at most so far from a place, and some millimetres more, so that no point inside is in a cell outside. */
    public static S2Cap cap(double lat, double lon, double radiusM) {
        return S2Cap.fromAxisAngle(
                S2LatLng.fromDegrees(lat, lon).toPoint(), S1Angle.radians(radiusM / EARTH_RADIUS_M + MARGIN_RADIANS));
    }

    /** Metres; of the haversine, which is exact for near points. */
    public static double metres(double lat1, double lon1, double lat2, double lon2) {
        double phi1 = Math.toRadians(lat1);
        double phi2 = Math.toRadians(lat2);
        double sinLat = Math.sin((phi2 - phi1) / 2);
        double sinLon = Math.sin(Math.toRadians(lon2 - lon1) / 2);
        double haversine = sinLat * sinLat + Math.cos(phi1) * Math.cos(phi2) * sinLon * sinLon;
        return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }
}
