package io.rastro.sharding.geofence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Geofences in GeoJSON (RFC 7946). Taken is a feature, or its geometry alone; {@code radiusM}, {@code courierId}, {@code
 * orderId}, {@code dwellSeconds} and {@code name} stand in its {@code properties}, or beside the geometry's own members.
 * Given is always a feature.
 */
public final class GeofenceJson {

    /** Enough for as many vertices as there may be; the tree takes some twenty times as much. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final String TOO_LONG = "A geofence may have at most " + MAX_BYTES + " bytes.";

    private static final double MAX_RADIUS_M = 100_000;
    private static final int MAX_DWELL_SECONDS = 86_400;
    private static final int MAX_NAME = 200;

    private static final Set<String> OPTIONS = Set.of("radiusM", "courierId", "orderId", "dwellSeconds", "name");
    /** Members that GeoJSON itself knows. */
    private static final Set<String> OF_GEOJSON = Set.of("type", "id", "bbox", "geometry", "coordinates", "properties");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private GeofenceJson() {}

    /**
     * @param id of the geofence, whatever the feature says
     * @param json at most {@link #MAX_BYTES}
     * @throws InvalidGeofenceException when it is none
     */
    public static Geofence read(String id, byte[] json) throws InvalidGeofenceException {
        if (json.length > MAX_BYTES) {
            throw new InvalidGeofenceException("body", TOO_LONG);
        }
        JsonNode sent;
        try {
            sent = JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new InvalidGeofenceException("body", "The body must be one JSON object: " + where(notJson) + ".");
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        if (sent == null || !sent.isObject()) {
            throw new InvalidGeofenceException(
                    "body", "The body must be one JSON object: a GeoJSON feature or geometry.");
        }
        boolean isFeature = sent.has("geometry");
        JsonNode geometry = isFeature ? sent.get("geometry") : sent;
        JsonNode options = sent.path("properties").isObject() ? sent.get("properties") : sent;
        refuseUnknown(options, options == sent);
        if (options != sent) {
            refuseUnknown(sent, true);
        }
        Double radiusM = number(options, "radiusM", 1, MAX_RADIUS_M);
        Double dwell = number(options, "dwellSeconds", 1, MAX_DWELL_SECONDS);
        String courierId = text(options, "courierId", CourierId.MAX_LENGTH);
        if (courierId != null && CourierId.whyInvalid(courierId).isPresent()) {
            throw new InvalidGeofenceException(
                    "courierId", "courierId " + CourierId.whyInvalid(courierId).get() + ".");
        }
        String orderId = text(options, "orderId", PositionLimits.DEFAULT.maxOrderIdLength());
        String name = text(options, "name", MAX_NAME);
        Shape shape = GeometryJson.shape(geometry, radiusM);
        String feature = feature(id, geometry, name, radiusM, courierId, orderId, dwell);
        if (feature.length() > MAX_BYTES) {
            throw new InvalidGeofenceException("body", TOO_LONG);
        }
        return new Geofence(
                id,
                shape,
                courierId,
                orderId,
                dwell == null ? null : Duration.ofMillis(Math.round(dwell * 1_000)),
                feature);
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? "it cannot be read"
                : "it cannot be read at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static void refuseUnknown(JsonNode object, boolean mayBeGeoJson) throws InvalidGeofenceException {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!OPTIONS.contains(name) && !(mayBeGeoJson && OF_GEOJSON.contains(name))) {
                throw new InvalidGeofenceException(
                        "properties",
                        "A geofence has no other properties than courierId, dwellSeconds, name, orderId and radiusM.");
            }
        }
    }

    private static @Nullable Double number(JsonNode options, String name, double min, double max)
            throws InvalidGeofenceException {
        JsonNode value = options.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            throw new InvalidGeofenceException(
                    name, name + " must be a number from " + (long) min + " to " + (long) max + ".");
        }
        return value.doubleValue();
    }

    private static @Nullable String text(JsonNode options, String name, int longest) throws InvalidGeofenceException {
        JsonNode value = options.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > longest) {
            throw new InvalidGeofenceException(name, name + " must be a text of 1 to " + longest + " characters.");
        }
        return value.textValue();
    }

    private static String feature(
            String id,
            JsonNode geometry,
            @Nullable String name,
            @Nullable Double radiusM,
            @Nullable String courierId,
            @Nullable String orderId,
            @Nullable Double dwellSeconds) {
        ObjectNode feature = JSON.createObjectNode().put("type", "Feature").put("id", id);
        feature.putObject("geometry")
                .put("type", geometry.path("type").textValue())
                .set("coordinates", geometry.path("coordinates"));
        ObjectNode properties = feature.putObject("properties");
        putKnown(properties, "name", name);
        putKnown(properties, "radiusM", radiusM);
        putKnown(properties, "courierId", courierId);
        putKnown(properties, "orderId", orderId);
        putKnown(properties, "dwellSeconds", dwellSeconds);
        return feature.toString();
    }

    private static void putKnown(ObjectNode properties, String name, @Nullable Object value) {
        if (value instanceof Double number) {
            properties.put(name, number);
        } else if (value != null) {
            properties.put(name, (String) value);
        }
    }
}
