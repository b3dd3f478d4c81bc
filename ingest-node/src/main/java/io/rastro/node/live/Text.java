package io.rastro.node.live;

import akka.util.ByteString;

/** A text as it goes out: the same bytes for every WebSocket that is sent it, and what of them server-sent events want. */
public final class Text {

    private static final byte LAST_TEXT = (byte) 0x81;
    private static final int LONGEST_SHORT = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final ByteString frame;
    private final int header;

    private Text(ByteString frame, int header) {
        this.frame = frame;
        this.header = header;
    }

    /** @param utf8 is copied */
    public static Text of(byte[] utf8) {
        int header = utf8.length <= LONGEST_SHORT ? 2 : utf8.length <= 0xFFFF ? 4 : 10;
        byte[] frame = new byte[header + utf8.length];
        frame[0] = LAST_TEXT;
        frame[1] = (byte) (header == 2 ? utf8.length : header == 4 ? TWO_BYTES : EIGHT_BYTES);
        for (int i = header - 1, length = utf8.length; header > 2 && i >= 2; i--, length >>>= 8) {
            frame[i] = (byte) length;
        }
        System.arraycopy(utf8, 0, frame, header, utf8.length);
        return new Text(ByteString.fromArrayUnsafe(frame), header);
    }

    /** An unfragmented frame of RFC 6455 from a server. */
    ByteString frame() {
        return frame;
    }

    ByteString utf8() {
        return frame.drop(header);
    }

    int size() {
        return frame.size();
    }
}
