package io.rastro.sharding.area;

import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2Point;

/**
 * How many couriers are in one S2 cell, and where in it, as far as they are in a window. The sum of their unit vectors instead
 * of a place, so that two can be added, wherever on earth.
 *
 * @param cell the id of an S2 cell
 */
public record Cluster(long cell, int count, double x, double y, double z) {

    static Cluster of(long cell, S2Point point) {
        return new Cluster(cell, 1, point.getX(), point.getY(), point.getZ());
    }

    /** @param other of the same cell */
    Cluster plus(Cluster other) {
        return new Cluster(cell, count + other.count, x + other.x, y + other.y, z + other.z);
    }

    /** The name of the cell as S2's libraries write and read it. */
    public String token() {
        return new S2CellId(cell).toToken();
    }

    /** In the middle of those that are in it: degrees. */
    public double lat() {
        return S2LatLng.latitude(new S2Point(x, y, z)).degrees();
    }

    public double lon() {
        return S2LatLng.longitude(new S2Point(x, y, z)).degrees();
    }
}
