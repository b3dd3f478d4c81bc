package io.rastro.node.live;

import io.rastro.node.json.JsonBytes;
import io.rastro.node.json.TracedPositionJson;
import io.rastro.sharding.live.LiveFrame;

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
}
