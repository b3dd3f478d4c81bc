package io.rastro.node.live;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a client sends over a WebSocket, RFC 6455 section 5, up to the first frame that is refused: one that is binary,
 * with which a text has more than {@link Sockets#MAX_TEXT_BYTES} bytes, or that is against the protocol. The header of a
 * frame says it, so that nothing of such a frame is kept; after it only the client's close frame counts. Not thread-safe.
 */
final class ClientFrames {

    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MAX_CONTROL = 125;
    private static final byte[] NOTHING = {};

    /** Is told what has come, in its order. */
    interface Taker {

        void text(String text);

        /** @param data at most 125 bytes */
        void ping(byte[] data);

        /** The client's close frame; nothing comes after it. */
        void closed(Close answer);

        /** What the client has sent is not taken; called once. */
        void refused(Close why);
    }

    private final Taker taker;
    private final byte[] header = new byte[14];
    private int headerSize;
    /** Of the frame that is being read; -1 while its header is. */
    private long left = -1;

    private byte[] control = NOTHING;
    private byte[] text = NOTHING;
    private int textSize;
    private boolean inText;
    private boolean refused;
    private boolean closed;

    ClientFrames(Taker taker) {
        this.taker = taker;
    }

    /** An unmasked control frame as a server sends it. */
    static ByteString control(int opcode, byte[] data) {
        byte[] frame = new byte[2 + data.length];
        frame[0] = (byte) (LAST | opcode);
        frame[1] = (byte) data.length;
        System.arraycopy(data, 0, frame, 2, data.length);
        return ByteString.fromArrayUnsafe(frame);
    }

    void read(ByteString bytes) {
        ByteBuffer in = bytes.asByteBuffer();
        while (in.hasRemaining() && !closed) {
            if (left < 0) {
                readHeader(in);
            } else {
                readData(in);
            }
            if (left == 0) {
                end();
            }
        }
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isLast() {
        return (header[0] & LAST) != 0;
    }

    private int lengthBytes() {
        int length = header[1] & 0x7F;
        return length == 126 ? 2 : length == 127 ? 8 : 0;
    }

    private void readHeader(ByteBuffer in) {
        header[headerSize++] = in.get();
        boolean masked = (header[1] & MASKED) != 0;
        if (headerSize >= 2 && headerSize == 2 + lengthBytes() + (masked ? 4 : 0)) {
            long length = lengthBytes() == 0 ? header[1] & 0x7F : 0;
            for (int i = 0; i < lengthBytes(); i++) {
                length = length << 8 | header[2 + i] & 0xFF;
            }
            begin(length, masked);
        }
    }

    private void begin(long length, boolean masked) {
        if (length < 0) {
            // There is no saying where it ends.
            refuse(Close.protocol("a length has 63 bits"));
            left = Long.MAX_VALUE;
            return;
        }
        left = length;
        int opcode = opcode();
        if ((header[0] & RESERVED) != 0 || !masked) {
            refuse(Close.protocol(masked ? "no extension was agreed on" : "a client masks its frames"));
        } else if (opcode >= CLOSE) {
            if (opcode > PONG || length > MAX_CONTROL || !isLast()) {
                refuse(Close.protocol("a control frame has 125 bytes at most, and is one of three"));
            }
        } else if (opcode == BINARY) {
            refuse(Close.BINARY);
        } else if (opcode > BINARY || inText == (opcode == TEXT)) {
            refuse(Close.protocol("a message is a text frame and continuations of it"));
        } else if (length > Sockets.MAX_TEXT_BYTES - textSize) {
            refuse(Close.TOO_LONG);
        } else if (!refused) {
            inText = true;
            text = Arrays.copyOf(text, textSize + (int) length);
        }
        control = opcode >= CLOSE && length <= MAX_CONTROL ? new byte[(int) length] : NOTHING;
    }

    private void readData(ByteBuffer in) {
        int size = (int) Math.min(left, in.remaining());
        byte[] to = control.length > 0 ? control : opcode() < CLOSE && !refused ? text : NOTHING;
        if (to.length == 0) {
            in.position(in.position() + size);
        } else {
            int at = to.length - (int) left;
            in.get(to, at, size);
            unmask(to, at, size, to == control ? at : at - textSize);
        }
        left -= size;
    }

    /** @param inFrame how many bytes of the frame's data come before */
    private void unmask(byte[] data, int from, int size, int inFrame) {
        if ((header[1] & MASKED) != 0) {
            int mask = 2 + lengthBytes();
            for (int i = 0; i < size; i++) {
                data[from + i] ^= header[mask + (inFrame + i & 3)];
            }
        }
    }

    private void end() {
        int opcode = opcode();
        boolean whole = opcode < CLOSE && isLast();
        byte[] data = control;
        left = -1;
        headerSize = 0;
        header[1] = 0;
        control = NOTHING;
        if (opcode == CLOSE && data.length <= MAX_CONTROL) {
            closed = true;
            taker.closed(answer(data));
        } else if (refused) {
            text = NOTHING;
        } else if (opcode == PING) {
            taker.ping(data);
        } else if (opcode < CLOSE) {
            textSize = text.length;
            if (whole) {
                endText();
            }
        }
    }

    private void endText() {
        byte[] utf8 = text;
        text = NOTHING;
        textSize = 0;
        inText = false;
        try {
            taker.text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            refuse(Close.NO_UTF8);
        }
    }

    private static Close answer(byte[] data) {
        if (data.length == 0) {
            return Close.NORMAL;
        }
        int code = data.length == 1 ? 0 : (data[0] & 0xFF) << 8 | data[1] & 0xFF;
        return Close.isCode(code) ? new Close(code, "") : Close.protocol("that is no code of a close");
    }

    private void refuse(Close why) {
        if (!refused) {
            refused = true;
            text = NOTHING;
            taker.refused(why);
        }
    }
}
