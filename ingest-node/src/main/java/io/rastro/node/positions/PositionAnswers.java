package io.rastro.node.positions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.PositionJson;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.Courier;
import java.io.IOException;

/** The JSON of what was recorded. */
final class PositionAnswers {

    private PositionAnswers() {}

    static byte[] latest(String courierId, TracedPosition position, Courier.Latest latest) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("courierId", courierId);
            out.writeObjectFieldStart("latest");
            PositionJson.writeFields(position.position(), out);
            writeTrace(position, out);
            out.writeStringField("cursor", position.seqNr() + "." + position.index());
            out.writeEndObject();
            out.writeNumberField("positionCount", latest.positionCount());
            out.writeNumberField("seqNr", latest.seqNr());
            out.writeEndObject();
        });
    }

    static byte[] history(History.Page page) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("positions");
            for (TracedPosition position : page.positions()) {
                out.writeStartObject();
                out.writeStringField("eventId", position.eventId().toString());
                writeTrace(position, out);
                PositionJson.writeFields(position.position(), out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringField("nextCursor", page.nextCursor());
            out.writeEndObject();
        });
    }

    private static void writeTrace(TracedPosition position, JsonGenerator out) throws IOException {
        out.writeNumberField("seq", position.seqNr());
        out.writeNumberField("index", position.index());
        out.writeStringField("receivedAt", Rfc3339.format(position.receivedAtMillis()));
    }
}
