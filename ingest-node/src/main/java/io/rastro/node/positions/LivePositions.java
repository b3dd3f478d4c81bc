package io.rastro.node.positions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.http.Route;
import io.rastro.node.json.TracedPositionJson;
import io.rastro.node.live.FrameJson;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.live.LiveRoute;
import io.rastro.node.live.Texts;
import io.rastro.node.live.Watching;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.sharding.courier.PositionFrame;
import java.io.IOException;
import java.util.List;

/** {@code GET /v1/couriers/{courierId}/live}: one courier as it moves. */
public final class LivePositions {

    private static final FrameJson<PositionFrame> JSON =
            new FrameJson<>("position", PositionFrame.class, Texts.USUAL_BYTES, (frame, out) -> {
                TracedPositionJson.writeFields(frame.position(), out);
                writeCrossings(frame.crossings(), out);
            });

    private LivePositions() {}

    public static Route of(Watching watching, LiveConnections connections) {
        return LiveRoute.of("/v1/couriers/{courierId}/live", CourierIds::required, watching, JSON, connections);
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
