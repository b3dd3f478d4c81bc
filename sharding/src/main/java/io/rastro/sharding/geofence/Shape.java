package io.rastro.sharding.geofence;

import com.google.common.geometry.S2LatLngRect;
import io.rastro.sharding.area.Distance;
import java.util.List;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;

/** Where a geofence is, in WGS 84 degrees; its edge is inside. Any thread. */
public sealed interface Shape {

    boolean contains(double lat, double lon);

    /** What it costs to keep. */
    int vertices();

    /** Boxes in degrees (x: longitude) that hold all of it; two when it crosses the antimeridian. */
    List<Envelope> envelopes();

    /**
     * All that is at most this far from a place, along the surface.
     *
     * @param radiusM metres, above 0
     */
    record Circle(double lat, double lon, double radiusM) implements Shape {

        @Override
        public int vertices() {
            return 1;
        }

        @Override
        public boolean contains(double latitude, double longitude) {
            return Distance.metres(lat, lon, latitude, longitude) <= radiusM;
        }

        @Override
        public List<Envelope> envelopes() {
            S2LatLngRect rect = Distance.cap(lat, lon, radiusM).getRectBound();
            double south = rect.latLo().degrees();
            double north = rect.latHi().degrees();
            double west = rect.lngLo().degrees();
            double east = rect.lngHi().degrees();
            return west <= east
                    ? List.of(new Envelope(west, east, south, north))
                    : List.of(new Envelope(west, 180, south, north), new Envelope(-180, east, south, north));
        }
    }

    /** Polygons with straight edges between longitudes and latitudes, as RFC 7946 section 3.1.1 has them. */
    final class Area implements Shape {

        private final Geometry polygons;
        private final IndexedPointInAreaLocator locator;

        /** @param polygons a valid polygon or several; x is the longitude */
        Area(Geometry polygons) {
            this.polygons = polygons;
            this.locator = new IndexedPointInAreaLocator(polygons);
        }

        @Override
        public int vertices() {
            return polygons.getNumPoints();
        }

        @Override
        public boolean contains(double lat, double lon) {
            // 180 and -180 are the same meridian, and the polygon may end at either.
            return locate(lat, lon) || Math.abs(lon) == 180 && locate(lat, -lon);
        }

        private boolean locate(double lat, double lon) {
            return locator.locate(new Coordinate(lon, lat)) != Location.EXTERIOR;
        }

        @Override
        public List<Envelope> envelopes() {
            return java.util.stream.IntStream.range(0, polygons.getNumGeometries())
                    .mapToObj(each -> polygons.getGeometryN(each).getEnvelopeInternal())
                    .toList();
        }
    }
}
