package io.rastro.node.live;

import akka.util.ByteString;

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

    private static ByteString id(String cursor) {
        return ID.concat(ByteString.fromString(cursor)).concat(NEWLINE);
    }
}
