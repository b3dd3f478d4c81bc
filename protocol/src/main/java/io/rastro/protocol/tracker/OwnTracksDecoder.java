package io.rastro.protocol.tracker;

import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.tracker.ReportBuilder.Original;
import org.jspecify.annotations.Nullable;

/**
 * OwnTracks in HTTP mode: one JSON object a request. Only {@code _type} {@code location} is a position; what the app tells beside it
 * in the course of things is a contact; waypoints, what is encrypted and what nobody knows are put aside. The device: headers
 * {@code X-Limit-U} and {@code X-Limit-D}, else {@code u} and {@code d} of the query, else the topic, else {@code tid}. Speeds are
 * km/h, instants seconds.
 *
 * @param limits of each position
 */
public record OwnTracksDecoder(PositionLimits limits) implements TrackerDecoder {

    private static final double KMH_IN_MPS = 1 / 3.6;

    @Override
    public TrackerReport decode(TrackerRequest request, long receivedAtMillis) {
        ReportBuilder report = new ReportBuilder(request, limits, receivedAtMillis);
        if (request.body().length == 0) {
            report.begin(); // a friend was deleted
            report.contact();
            return report.build();
        }
        JsonMessage json = new JsonMessage(request.body(), report);
        json.read((in, first) -> json.item(in, first, object -> {
            Message message = new OwnTracksMessage(request, report);
            message.end(json.object(object, message));
        }));
        return report.build();
    }

    private static final class OwnTracksMessage implements Message {

        private final TrackerRequest request;
        private final ReportBuilder report;
        private final Fix fix;
        private String type = "";
        private @Nullable String topic;
        private @Nullable String tid;

        private OwnTracksMessage(TrackerRequest request, ReportBuilder report) {
            this.request = request;
            this.report = report;
            this.fix = report.begin();
        }

        @Override
        public void field(String name, String value) {
            switch (name) {
                case "_type" -> type = value;
                case "topic" -> topic = value;
                case "tst" -> fix.instant(value);
                case "lat" -> fix.lat(value);
                case "lon" -> fix.lon(value);
                case "acc" -> fix.accuracy(name, value);
                case "alt" -> fix.altitude(name, value);
                case "vel" -> fix.speed(name, value, KMH_IN_MPS);
                case "cog" -> fix.bearing(name, value);
                case "batt" -> fix.batteryPercent(name, value);
                case "tid" -> {
                    tid = value;
                    fix.attribute(name, value);
                }
                default -> fix.attribute(name, value);
            }
        }

        @Override
        public void leftOut() {
            fix.leftOut();
        }

        @Override
        public void end(Original original) {
            String device = device();
            if (device != null) {
                fix.device(device);
            }
            switch (type) {
                case "location" -> report.position(original);
                case "transition",
                        "lwt",
                        "status",
                        "cmd",
                        "card",
                        "steps",
                        "beacon",
                        "request",
                        "dump",
                        "configuration" -> report.contact();
                case "encrypted" -> report.quarantine("", "is encrypted, which nobody can read here", original);
                case "waypoint", "waypoints" -> report.quarantine("", "is a place of the user's, not a fix", original);
                default -> report.quarantine("_type", "is none that is known", original);
            }
        }

        private @Nullable String device() {
            String byHeaders =
                    joined(request.header().apply("X-Limit-U"), request.header().apply("X-Limit-D"));
            if (byHeaders != null) {
                return byHeaders;
            }
            String byQuery = joined(FormFields.value(request.query(), "u"), FormFields.value(request.query(), "d"));
            if (byQuery != null) {
                return byQuery;
            }
            return topic == null ? tid : topic.substring(topic.indexOf('/') + 1);
        }

        private static @Nullable String joined(@Nullable String user, @Nullable String device) {
            if (user == null || user.isBlank()) {
                return device == null || device.isBlank() ? null : device.strip();
            }
            return device == null || device.isBlank() ? user.strip() : user.strip() + '/' + device.strip();
        }
    }
}
