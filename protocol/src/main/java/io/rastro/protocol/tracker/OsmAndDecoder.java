package io.rastro.protocol.tracker;

import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.tracker.ReportBuilder.Original;

/**
 * OsmAnd, Traccar Client and what else speaks their protocol, one fix a request: in the query, in a form, in the JSON of Traccar
 * Client since 2025, or in an array of flat objects. Speeds are knots, in the JSON of Traccar Client metres a second. A fix without a
 * time was made now; what has no place is a contact. A request that names no device is refused.
 *
 * @param limits of each position
 */
public record OsmAndDecoder(PositionLimits limits) implements TrackerDecoder {

    private static final double KNOT_IN_MPS = 0.514444;

    /** Traccar Client's JSON has all but the device in one object. */
    private static final String INNER = "location.";

    @Override
    public TrackerReport decode(TrackerRequest request, long receivedAtMillis) {
        ReportBuilder report = new ReportBuilder(request, limits, receivedAtMillis);
        report.requireName();
        Message.readAll(request, report, () -> new OsmAndMessage(report, receivedAtMillis));
        return report.build();
    }

    private static final class OsmAndMessage implements Message {

        private final ReportBuilder report;
        private final long receivedAtMillis;
        private final Fix fix;
        private boolean isValid = true;

        private OsmAndMessage(ReportBuilder report, long receivedAtMillis) {
            this.report = report;
            this.receivedAtMillis = receivedAtMillis;
            this.fix = report.begin();
        }

        @Override
        public void field(String name, String value) {
            switch (name) {
                case "id", "deviceid", "device_id" -> fix.device(value);
                case "timestamp", "location.timestamp" -> fix.instant(value);
                case "lat", "location.coords.latitude" -> fix.lat(value);
                case "lon", "location.coords.longitude" -> fix.lon(value);
                case "location" -> place(value);
                case "valid" -> isValid = value.equals("1") || value.equalsIgnoreCase("true");
                case "speed" -> fix.speed(name, value, KNOT_IN_MPS);
                case "location.coords.speed" -> fix.speed("speed", value, 1);
                case "bearing", "heading" -> fix.bearing(name, value);
                case "location.coords.heading" -> fix.bearing("heading", value);
                case "altitude" -> fix.altitude(name, value);
                case "location.coords.altitude" -> fix.altitude("altitude", value);
                case "accuracy" -> fix.accuracy(name, value);
                case "location.coords.accuracy" -> fix.accuracy("accuracy", value);
                case "batt", "battery" -> fix.batteryPercent(name, value);
                case "location.battery.level" -> fix.batteryShare("battery.level", value);
                case "location.activity.type" -> fix.attribute("activity", value);
                default -> fix.attribute(name.startsWith(INNER) ? name.substring(INNER.length()) : name, value);
            }
        }

        private void place(String latAndLon) {
            int comma = latAndLon.indexOf(',');
            fix.lat(comma < 0 ? latAndLon : latAndLon.substring(0, comma).strip());
            fix.lon(comma < 0 ? "" : latAndLon.substring(comma + 1).strip());
        }

        @Override
        public void leftOut() {
            fix.leftOut();
        }

        @Override
        public void end(Original original) {
            if (!fix.hasPlace() && fix.countLeftOut() == 0) {
                report.contact();
                return;
            }
            if (!fix.hasTime()) {
                fix.instant(receivedAtMillis);
            }
            if (!isValid) {
                fix.refuse("valid", "says that there was no fix");
            }
            report.position(original);
        }
    }
}
