package io.rastro.node.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.PositionJson;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.live.LiveFrame;
import java.io.IOException;

/** Live frames as clients see them. */
final class FrameJson {

    private FrameJson() {}

    static byte[] of(LiveFrame frame) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            if (frame instanceof LiveFrame.PositionFrame position) {
                writePosition(position.position(), out);
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

    /** {@code seq.index}: what a client comes back with. */
    static String cursor(TracedPosition position) {
        return position.seqNr() + "." + position.index();
    }

    private static void writePosition(TracedPosition position, JsonGenerator out) throws IOException {
        out.writeStringField("type", "position");
        out.writeStringField("courierId", position.courierId());
        out.writeNumberField("seq", position.seqNr());
        out.writeNumberField("index", position.index());
        out.writeStringField("cursor", cursor(position));
        PositionJson.writeFields(position.position(), out);
        out.writeStringField("receivedAt", Rfc3339.format(position.receivedAtMillis()));
    }
}
