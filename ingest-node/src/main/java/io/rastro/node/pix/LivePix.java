package io.rastro.node.pix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.http.Route;
import io.rastro.node.live.FrameJson;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.live.LiveRoute;
import io.rastro.node.live.Watching;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.sharding.pix.PixFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET …/live}: one account as its items are recorded, as its history has them, with the signals of each. */
final class LivePix {

    /** An item with its parties and some signals. */
    private static final int MAX_KEPT = 2048;

    private static final FrameJson<PixFrame> JSON = new FrameJson<>("event", PixFrame.class, MAX_KEPT, (frame, out) -> {
        PixEventJson.writeFields(frame.pix(), out);
        out.writeStringField("cursor", frame.cursor().toString());
        writeSignals(frame.signals(), out);
    });

    private LivePix() {}

    static Route of(String template, Watching watching, LiveConnections connections) {
        return LiveRoute.of(template, AccountIds::required, watching, JSON, connections);
    }

    private static void writeSignals(List<PixSignal> signals, JsonGenerator out) throws IOException {
        if (signals.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("signals");
        for (PixSignal signal : signals) {
            out.writeStartObject();
            out.writeStringField("rule", signal.rule());
            out.writeNumberField("version", signal.version());
            out.writeNumberField("score", signal.score());
            out.writeObjectFieldStart("inputs");
            for (Map.Entry<String, String> input : new TreeMap<>(signal.inputs()).entrySet()) {
                out.writeStringField(input.getKey(), input.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
