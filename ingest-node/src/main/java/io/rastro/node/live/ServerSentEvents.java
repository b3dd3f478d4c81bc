package io.rastro.node.live;

import akka.util.ByteString;
import io.rastro.node.json.TracedPositionJson;
import io.rastro.sharding.live.LiveFrame;

/** Live frames as server-sent events. */
public final class ServerSentEvents {

    /** How soon a client that was cut off comes back, in milliseconds. */
    static final ByteString RETRY = ByteString.fromString("retry: 1000\n\n");

    private static final ByteString ID = ByteString.fromString("id: ");
    private static final ByteString DATA = ByteString.fromString("data: ");
    private static final ByteString NEWLINE = ByteString.fromString("\n");
    private static final ByteString END = ByteString.fromString("\n\n");

    private ServerSentEvents() {}

    /** @param json of ours has no newlines, so that it is one data line */
    public static ByteString event(Text json) {
        return DATA.concat(json.utf8()).concat(END);
    }

    /** @param id what the client comes back with */
    public static ByteString event(String id, Text json) {
        return id(id).concat(event(json));
    }

    /** The id of an event is its cursor. */
    static ByteString event(LiveFrame frame) {
        ByteString data = event(FrameJson.of(frame));
        if (frame instanceof LiveFrame.PositionFrame position) {
            return id(TracedPositionJson.cursor(position.position())).concat(data);
        }
        if (frame instanceof LiveFrame.Lagging lagging) {
            return id(lagging.to().toString()).concat(data);
        }
        return data;
    }

    private static ByteString id(String cursor) {
        return ID.concat(ByteString.fromString(cursor)).concat(NEWLINE);
    }
}
