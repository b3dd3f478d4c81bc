package io.rastro.node.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.PositionJson;
import io.rastro.protocol.courier.TracedPosition;
import java.io.IOException;

/** A position as live clients see it. */
public final class TracedPositionJson {

    private TracedPositionJson() {}

    /** {@code seq.index}: what a client comes back with. */
    public static String cursor(TracedPosition position) {
        return position.seqNr() + "." + position.index();
    }

    /** The fields of it, into an object that is open. */
    public static void writeFields(TracedPosition position, JsonGenerator out) throws IOException {
        out.writeStringField("courierId", position.courierId());
        out.writeNumberField("seq", position.seqNr());
        out.writeNumberField("index", position.index());
        out.writeStringField("cursor", cursor(position));
        PositionJson.writeFields(position.position(), out);
        out.writeStringField("receivedAt", Rfc3339.format(position.receivedAtMillis()));
    }
}
