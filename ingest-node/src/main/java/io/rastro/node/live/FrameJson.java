package io.rastro.node.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.json.TracedPositionJson;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.sharding.live.LiveFrame;
import java.io.IOException;
import java.util.List;

/** Live frames as clients see them. */
final class FrameJson {

    private static final Texts<LiveFrame> TEXTS = new Texts<>(FrameJson::json);

    private FrameJson() {}

    static Text of(LiveFrame frame) {
        return TEXTS.of(frame);
    }

    private static byte[] json(LiveFrame frame) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            if (frame instanceof LiveFrame.PositionFrame position) {
                out.writeStringField("type", "position");
                TracedPositionJson.writeFields(position.position(), out);
                writeCrossings(position.crossings(), out);
            } else if (frame instanceof LiveFrame.Lagging lagging) {
                out.writeStringField("type", "lagging");
                out.writeStringField("from", lagging.from().toString());
                out.writeStringField("to", lagging.to().toString());
            } else {
                out.writeStringField("type", "heartbeat");
            }
            out.writeEndObject();
        });
    }

    private static void writeCrossings(List<GeofenceCrossing> crossings, JsonGenerator out) throws IOException {
        if (crossings.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("geofences");
        for (GeofenceCrossing crossing : crossings) {
            out.writeStartObject();
            out.writeStringField("geofenceId", crossing.geofenceId());
            out.writeStringField("event", crossing.kind().text());
            out.writeStringField("enteredAt", Rfc3339.format(crossing.enteredAtMillis()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
