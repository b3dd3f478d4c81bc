package io.rastro.node.playback;

import akka.util.ByteString;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.json.TracedPositionJson;
import io.rastro.node.live.ServerSentEvents;
import io.rastro.node.live.Text;
import io.rastro.sinks.table.HistoryCursor;

/** Frames of a playback as clients see them: those of a live courier, and one at the end. */
final class PlaybackJson {

    /** The id of the last event: a browser comes back with it, as after every event stream that ends. */
    static final String END_ID = "end";

    private PlaybackJson() {}

    static Text of(PlaybackFrame frame) {
        return Text.of(JsonBytes.of(out -> {
            out.writeStartObject();
            if (frame instanceof PlaybackFrame.PositionFrame shown) {
                out.writeStringField("type", "position");
                TracedPositionJson.writeFields(shown.position(), out);
            } else if (frame instanceof PlaybackFrame.End end) {
                out.writeStringField("type", "end");
                out.writeNumberField("positions", end.positions());
            } else {
                out.writeStringField("type", "heartbeat");
            }
            out.writeEndObject();
        }));
    }

    /** The id of a position is its place in the history, which is in another order than the journal. */
    static ByteString event(PlaybackFrame frame) {
        ByteString data = ServerSentEvents.event(of(frame));
        if (frame instanceof PlaybackFrame.PositionFrame shown) {
            return id(HistoryCursor.of(shown.position()).text()).concat(data);
        }
        return frame instanceof PlaybackFrame.End ? id(END_ID).concat(data) : data;
    }

    private static ByteString id(String text) {
        return ByteString.fromString("id: " + text + "\n");
    }
}
