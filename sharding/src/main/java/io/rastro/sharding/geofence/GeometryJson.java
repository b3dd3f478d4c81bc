package io.rastro.sharding.geofence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** A GeoJSON {@code Point}, {@code Polygon} or {@code MultiPolygon} as a {@link Shape}. */
final class GeometryJson {

    static final int MAX_VERTICES = 1_000;

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private GeometryJson() {}

    static Shape shape(JsonNode geometry, @Nullable Double radiusM) throws InvalidGeofenceException {
        String type = geometry.path("type").asText();
        JsonNode coordinates = geometry.path("coordinates");
        if (type.equals("Point")) {
            if (radiusM == null) {
                throw new InvalidGeofenceException("radiusM", "A Point needs radiusM, its radius in metres.");
            }
            Coordinate centre = position(coordinates);
            return new Shape.Circle(centre.y, centre.x, radiusM);
        }
        if (radiusM != null) {
            throw new InvalidGeofenceException("radiusM", "radiusM goes with a Point only.");
        }
        return switch (type) {
            case "Polygon" -> area(List.of(coordinates));
            case "MultiPolygon" -> area(items(coordinates, "The coordinates of a MultiPolygon"));
            default -> throw wrong("The geometry must be a Point with radiusM, a Polygon or a MultiPolygon.");
        };
    }

    private static Shape area(List<JsonNode> polygons) throws InvalidGeofenceException {
        List<Polygon> read = new ArrayList<>();
        int vertices = 0;
        for (JsonNode polygon : polygons) {
            List<LinearRing> rings = new ArrayList<>();
            for (JsonNode ring : items(polygon, "The coordinates of a Polygon")) {
                rings.add(ring(ring, MAX_VERTICES - vertices));
                vertices += ring.size();
            }
            read.add(GEOMETRIES.createPolygon(
                    rings.get(0), rings.subList(1, rings.size()).toArray(LinearRing[]::new)));
        }
        Geometry all = read.size() == 1 ? read.get(0) : GEOMETRIES.createMultiPolygon(read.toArray(Polygon[]::new));
        TopologyValidationError flaw = new IsValidOp(all).getValidationError();
        if (flaw != null) {
            throw wrong("The polygon is not valid: " + flaw.getMessage() + " at longitude " + flaw.getCoordinate().x
                    + ", latitude " + flaw.getCoordinate().y + ".");
        }
        return new Shape.Area(all);
    }

    private static LinearRing ring(JsonNode ring, int most) throws InvalidGeofenceException {
        List<JsonNode> positions = items(ring, "A ring of a Polygon");
        if (positions.size() > most) {
            throw wrong("A geofence may have at most " + MAX_VERTICES + " vertices.");
        }
        Coordinate[] vertices = new Coordinate[positions.size()];
        for (int i = 0; i < vertices.length; i++) {
            vertices[i] = position(positions.get(i));
            if (i > 0 && Math.abs(vertices[i].x - vertices[i - 1].x) > 180) {
                throw wrong("The polygon crosses the antimeridian: cut it there into a MultiPolygon, as RFC 7946"
                        + " section 3.1.9 has it.");
            }
        }
        if (vertices.length < 4 || !vertices[0].equals2D(vertices[vertices.length - 1])) {
            throw wrong("A ring of a Polygon has at least four positions, and the last is the first again.");
        }
        return GEOMETRIES.createLinearRing(vertices);
    }

    private static List<JsonNode> items(JsonNode array, String what) throws InvalidGeofenceException {
        if (!array.isArray() || array.isEmpty()) {
            throw wrong(what + " must be an array that is not empty.");
        }
        List<JsonNode> items = new ArrayList<>(Math.min(array.size(), MAX_VERTICES + 1));
        for (JsonNode item : array) {
            items.add(item);
            if (items.size() > MAX_VERTICES) {
                throw wrong("A geofence may have at most " + MAX_VERTICES + " vertices.");
            }
        }
        return items;
    }

    /** x is the longitude. */
    private static Coordinate position(JsonNode position) throws InvalidGeofenceException {
        double lon = position.path(0).isNumber() ? position.get(0).doubleValue() : Double.NaN;
        double lat = position.path(1).isNumber() ? position.get(1).doubleValue() : Double.NaN;
        if (!position.isArray()
                || position.size() > 3
                || position.size() == 3 && !position.get(2).isNumber()
                || !(lon >= -180 && lon <= 180)
                || !(lat >= -90 && lat <= 90)) {
            throw wrong("A position must be [longitude, latitude]: numbers from -180 to 180 and from -90 to 90.");
        }
        return new Coordinate(lon, lat);
    }

    private static InvalidGeofenceException wrong(String message) {
        return new InvalidGeofenceException("geometry", message);
    }
}
