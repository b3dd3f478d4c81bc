package io.rastro.node.positions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.PositionJson;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.courier.Courier;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The JSON of what was recorded. */
final class PositionAnswers {

    private PositionAnswers() {}

    /** @param at the instant that was asked for; null: now */
    static byte[] latest(String courierId, TracedPosition position, Courier.Latest latest, @Nullable Instant at) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            writePosition(courierId, position, at, out);
            out.writeNumberField("positionCount", latest.positionCount());
            out.writeNumberField("seqNr", latest.seqNr());
            out.writeEndObject();
        });
    }

    /** How many positions there were at that time, or how many events, is not known. */
    static byte[] then(String courierId, TracedPosition position, Instant at) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            writePosition(courierId, position, at, out);
            out.writeEndObject();
        });
    }

    private static void writePosition(
            String courierId, TracedPosition position, @Nullable Instant at, JsonGenerator out) throws IOException {
        out.writeStringField("courierId", courierId);
        if (at != null) {
            out.writeStringField("at", Rfc3339.format(at.toEpochMilli()));
        }
        out.writeObjectFieldStart("latest");
        PositionJson.writeFields(position.position(), out);
        writeTrace(position, out);
        out.writeStringField("cursor", position.seqNr() + "." + position.index());
        out.writeEndObject();
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
