package io.rastro.node.live;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;

/**
 * Why a WebSocket is closed, as its peer is told.
 *
 * @param code of RFC 6455 section 7.4.1 or of the registry that follows it
 * @param reason at most {@value #MAX_REASON_BYTES} bytes of UTF-8
 */
record Close(int code, String reason) {

    /** A close frame has 125 bytes at most, and two of them are the code. */
    static final int MAX_REASON_BYTES = 123;

    /** Nothing is wrong: the texts have ended, or the client did not say why it closes. */
    static final Close NORMAL = new Close(1000, "");

    static final Close BINARY = new Close(1003, "send text");
    static final Close NO_UTF8 = new Close(1007, "a text is UTF-8");
    static final Close TOO_LONG = new Close(1009, "a text has at most " + Sockets.MAX_TEXT_BYTES + " bytes");

    static final Close FAILED = new Close(1011, "the node failed, come back");

    /** Service Restart: the client is to come back, and to another node. */
    static final Close RESTART = new Close(1012, "the node restarts, come back");

    Close {
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("the code of a close lies in 1000..4999: " + code);
        }
        if (reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            throw new IllegalArgumentException("the reason of a close is too long: " + reason);
        }
    }

    /** The client sends what it was told not to. */
    static Close policy(String reason) {
        return new Close(1008, reason);
    }

    /** The client sends what is no WebSocket frame, or none that may come now. */
    static Close protocol(String reason) {
        return new Close(1002, reason);
    }

    /** What a peer may send: the others stand for something that was not sent, or for nothing yet. */
    static boolean isCode(int code) {
        return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006) || code >= 3000 && code <= 4999;
    }

    ByteString frame() {
        byte[] why = reason.getBytes(StandardCharsets.UTF_8);
        byte[] data = new byte[2 + why.length];
        data[0] = (byte) (code >>> 8);
        data[1] = (byte) code;
        System.arraycopy(why, 0, data, 2, why.length);
        return ClientFrames.control(ClientFrames.CLOSE, data);
    }
}
