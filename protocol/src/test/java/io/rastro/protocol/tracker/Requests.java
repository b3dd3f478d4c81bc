package io.rastro.protocol.tracker;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests of phones, and what comes of them. */
final class Requests {

    static final long NOW = Instant.parse("2026-11-24T12:00:00Z").toEpochMilli();

    static final Map<String, TrackerDecoder> DECODERS = new TreeMap<>(Map.of(
            "osmand", new OsmAndDecoder(PositionLimits.DEFAULT),
            "owntracks", new OwnTracksDecoder(PositionLimits.DEFAULT),
            "overland", new OverlandDecoder(PositionLimits.DEFAULT),
            "gpslogger", new GpsLoggerDecoder(PositionLimits.DEFAULT)));

    private Requests() {}

    static TrackerRequest query(String query) {
        return new TrackerRequest(query, name -> null, new byte[0], null, null);
    }

    static TrackerRequest body(String body) {
        return new TrackerRequest("", name -> null, body.getBytes(StandardCharsets.UTF_8), null, null);
    }

    static TrackerReport decode(String app, TrackerRequest request) {
        return DECODERS.get(app).decode(request, NOW);
    }

    /** The one position that there is, and nothing else. */
    static Position only(TrackerReport report) {
        if (report.couriers().size() != 1
                || report.couriers().get(0).positions().size() != 1
                || !report.quarantined().isEmpty()
                || report.refusal() != null) {
            throw new AssertionError("not one position alone: " + report);
        }
        return report.couriers().get(0).positions().get(0);
    }

    static @Nullable String reason(TrackerReport report) {
        List<TrackerReport.Quarantined> all = report.quarantined();
        return all.isEmpty() ? null : (all.get(0).field() + ' ' + all.get(0).reason()).strip();
    }
}
