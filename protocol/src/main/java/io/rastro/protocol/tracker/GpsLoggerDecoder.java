package io.rastro.protocol.tracker;

import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.tracker.ReportBuilder.Original;
import org.jspecify.annotations.Nullable;

/**
 * GPSLogger for Android, one fix a request: a query, a form or a JSON object, after a template that the user may change. The
 * device: {@code aid}, {@code androidId}, {@code id} or {@code device}, else the user of the credentials. Speeds are m/s, those of
 * {@code spd_kph} km/h. What the phone does not know comes as 0.0: an accuracy of 0, or a place where both degrees are 0, is not known.
 *
 * @param limits of each position
 */
public record GpsLoggerDecoder(PositionLimits limits) implements TrackerDecoder {

    private static final double KMH_IN_MPS = 1 / 3.6;

    @Override
    public TrackerReport decode(TrackerRequest request, long receivedAtMillis) {
        ReportBuilder report = new ReportBuilder(request, limits, receivedAtMillis);
        report.requireName();
        Message.readAll(request, report, () -> new GpsLoggerMessage(report));
        return report.build();
    }

    private static final class GpsLoggerMessage implements Message {

        private final ReportBuilder report;
        private final Fix fix;
        private boolean any;
        private boolean hasSpeed;
        private @Nullable String kmh;
        private double lat = Double.NaN;
        private double lon = Double.NaN;

        private GpsLoggerMessage(ReportBuilder report) {
            this.report = report;
            this.fix = report.begin();
        }

        @Override
        public void field(String name, String value) {
            any = true;
            switch (name) {
                case "aid", "androidId", "id", "device" -> fix.device(value);
                case "time", "timestamp", "timestampms" -> time(name, value);
                case "lat", "latitude" -> {
                    fix.lat(value);
                    lat = TrackerNumber.parse(value);
                }
                case "lon", "longitude" -> {
                    fix.lon(value);
                    lon = TrackerNumber.parse(value);
                }
                case "spd", "s", "speed" -> {
                    fix.speed(name, value, 1);
                    hasSpeed = true;
                }
                case "spd_kph" -> kmh = value;
                case "dir", "bearing" -> fix.bearing(name, value);
                case "alt", "altitude" -> fix.altitude(name, value);
                case "acc", "accuracy" -> accuracy(name, value);
                case "batt", "battery" -> fix.batteryPercent(name, value);
                default -> fix.attribute(name, value);
            }
        }

        /** They all say the same: the first that can be read counts. */
        private void time(String name, String value) {
            if (fix.hasTime()) {
                fix.attribute(name, value);
            } else {
                fix.instant(value);
            }
        }

        private void accuracy(String name, String value) {
            if (TrackerNumber.parse(value) != 0) {
                fix.accuracy(name, value);
            }
        }

        @Override
        public void leftOut() {
            fix.leftOut();
        }

        @Override
        public void end(Original original) {
            if (!any) {
                report.contact();
                return;
            }
            if (kmh != null && !hasSpeed) {
                fix.speed("spd_kph", kmh, KMH_IN_MPS);
            }
            if (lat == 0 && lon == 0) {
                fix.refuse("lat", "and lon are both 0: there was no fix");
            }
            report.position(original);
        }
    }
}
