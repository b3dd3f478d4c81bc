package io.rastro.protocol.tracker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.tracker.ReportBuilder.Original;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Overland for iOS: a batch of GeoJSON features, and perhaps {@code current}, which is newer and may come again in a later batch: it
 * is a position as the others, and counts once by time and place. Trips, visits and other records of an {@code action} are contacts.
 * The device: {@code device_id} of each feature, else of the query. Speeds are m/s.
 *
 * @param limits of each position
 */
public record OverlandDecoder(PositionLimits limits) implements TrackerDecoder {

    private static final String INNER = "properties.";

    @Override
    public TrackerReport decode(TrackerRequest request, long receivedAtMillis) {
        ReportBuilder report = new ReportBuilder(request, limits, receivedAtMillis);
        JsonMessage json = new JsonMessage(request.body(), report);
        String deviceOfQuery = FormFields.value(request.query(), "device_id");
        JsonMessage.ObjectReader feature = in -> {
            Message message = new OverlandMessage(report, deviceOfQuery);
            message.end(json.object(in, message));
        };
        json.read((in, first) -> {
            if (first != JsonToken.START_OBJECT) {
                json.item(in, first, feature);
            } else if (!features(in, json, feature)) {
                report.begin();
                report.quarantine("locations", "is required", Original.of(request));
            }
        });
        return report.build();
    }

    /** @return whether there is anything in it that it should have */
    private static boolean features(JsonParser in, JsonMessage json, JsonMessage.ObjectReader feature)
            throws IOException, UnreadableBodyException {
        boolean any = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (name.equals("locations") && value == JsonToken.START_ARRAY) {
                json.items(in, feature);
                any = true;
            } else if (name.equals("current") && value == JsonToken.START_OBJECT) {
                feature.read(in);
                any = true;
            } else {
                in.skipChildren();
            }
        }
        return any;
    }

    private static final class OverlandMessage implements Message {

        private final ReportBuilder report;
        private final Fix fix;
        private @Nullable String type;
        private @Nullable String action;

        private OverlandMessage(ReportBuilder report, @Nullable String deviceOfQuery) {
            this.report = report;
            this.fix = report.begin();
            if (deviceOfQuery != null) {
                fix.device(deviceOfQuery);
            }
        }

        @Override
        public void field(String name, String value) {
            switch (name) {
                case "type", "geometry.type" -> {}
                case "geometry.coordinates" -> place(value);
                case "properties.type" -> type = value;
                case "properties.action" -> action = value;
                case "properties.device_id" -> fix.device(value);
                case "properties.timestamp" -> fix.instant(value);
                case "properties.altitude" -> fix.altitude("altitude", value);
                case "properties.speed" -> fix.speed("speed", value, 1);
                case "properties.course" -> fix.bearing("course", value);
                case "properties.horizontal_accuracy" -> fix.accuracy("horizontal_accuracy", value);
                case "properties.battery_level" -> fix.batteryShare("battery_level", value);
                default -> fix.attribute(name.startsWith(INNER) ? name.substring(INNER.length()) : name, value);
            }
        }

        /** Longitude first, as GeoJSON has it. */
        private void place(String coordinates) {
            int first = coordinates.indexOf(',');
            int second = coordinates.indexOf(',', first + 1);
            fix.lon(first < 0 ? coordinates : coordinates.substring(0, first));
            fix.lat(first < 0 ? "" : coordinates.substring(first + 1, second < 0 ? coordinates.length() : second));
        }

        @Override
        public void leftOut() {
            fix.leftOut();
        }

        @Override
        public void end(Original original) {
            if (action != null || "trip".equals(type)) {
                report.contact();
            } else {
                if (type != null) {
                    fix.attribute("type", type);
                }
                report.position(original);
            }
        }
    }
}
