package io.rastro.node.tracker;

import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.tracker.GpsLoggerDecoder;
import io.rastro.protocol.tracker.OsmAndDecoder;
import io.rastro.protocol.tracker.OverlandDecoder;
import io.rastro.protocol.tracker.OwnTracksDecoder;
import io.rastro.protocol.tracker.TrackerDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The apps that are understood, and what each wants to read when all went well. */
enum TrackerApp {
    OSMAND("osmand", OsmAndDecoder::new, null),

    /** Takes an array of messages for itself. */
    OWNTRACKS("owntracks", OwnTracksDecoder::new, "[]"),

    /** Sends the batch again unless it reads this. */
    OVERLAND("overland", OverlandDecoder::new, "{\"result\":\"ok\"}"),

    GPSLOGGER("gpslogger", GpsLoggerDecoder::new, null);

    private final String pathName;
    private final Function<PositionLimits, TrackerDecoder> decoder;
    private final @Nullable String json;

    /** @param json null when the app does not read its answer */
    TrackerApp(String pathName, Function<PositionLimits, TrackerDecoder> decoder, @Nullable String json) {
        this.pathName = pathName;
        this.decoder = decoder;
        this.json = json;
    }

    static Optional<TrackerApp> named(String pathName) {
        for (TrackerApp app : values()) {
            if (app.pathName.equals(pathName)) {
                return Optional.of(app);
            }
        }
        return Optional.empty();
    }

    String pathName() {
        return pathName;
    }

    TrackerDecoder decoder(PositionLimits limits) {
        return decoder.apply(limits);
    }

    /** An app that does not read it leaves it to the person who tries the address out. */
    byte[] answer(int accepted, int duplicates, int contacts, int putAside) {
        if (json != null) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeNumberField("accepted", accepted);
            out.writeNumberField("duplicates", duplicates);
            out.writeNumberField("contacts", contacts);
            out.writeNumberField("putAside", putAside);
            out.writeEndObject();
        });
    }
}
