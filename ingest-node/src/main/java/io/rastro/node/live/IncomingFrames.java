package io.rastro.node.live;

import akka.NotUsed;
import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameHeader;
import akka.http.impl.engine.ws.FrameStart;
import akka.stream.javadsl.Flow;
import java.util.List;
import scala.Option;

/**
 * What a client sends, up to the first frame that is refused: one that is binary, or with which a message has more than
 * {@link Sockets#MAX_TEXT_BYTES} bytes. The header of a frame says it, so that nothing of such a frame is kept. After it only
 * the client's close frame counts.
 */
final class IncomingFrames {

    private static final byte CONTINUATION = 0;
    private static final byte TEXT = 1;
    private static final byte BINARY = 2;
    private static final byte CLOSE = 8;

    /** Stands for what the client answers to our close frame, whatever code that has; masked as a client's. */
    private static final FrameStart ANSWER = FrameEvent.closeFrame(Sockets.NORMAL, "", Option.apply(1));

    private final SocketEnd end;
    private long messageBytes;
    private boolean refused;

    private IncomingFrames(SocketEnd end) {
        this.end = end;
    }

    static Flow<FrameEvent, FrameEvent, NotUsed> untilRefused(SocketEnd end) {
        return Flow.of(FrameEvent.class).statefulMapConcat(() -> new IncomingFrames(end)::onFrame);
    }

    private Iterable<FrameEvent> onFrame(FrameEvent frame) {
        if (!refused && frame instanceof FrameStart start) {
            check(start.header());
        }
        if (!refused) {
            return List.of(frame);
        }
        return frame instanceof FrameStart start && start.header().opcode().code() == CLOSE
                ? List.of(ANSWER)
                : List.of();
    }

    private void check(FrameHeader header) {
        switch (header.opcode().code()) {
            case BINARY -> refuse(Close.BINARY);
            case TEXT -> count(0, header.length());
            case CONTINUATION -> count(messageBytes, header.length());
            default -> {
                // A control frame: the stack bounds it.
            }
        }
    }

    private void count(long before, long length) {
        if (length > Sockets.MAX_TEXT_BYTES - before) {
            refuse(Close.TOO_LONG);
        } else {
            messageBytes = before + length;
        }
    }

    private void refuse(Close why) {
        refused = true;
        end.close(why);
    }
}
