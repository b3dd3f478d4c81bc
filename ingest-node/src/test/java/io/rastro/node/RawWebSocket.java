package io.rastro.node;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Frames that no WebSocket client would send, one by one. */
public final class RawWebSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;

    private static final int FIN = 0x80;

    /** One frame of the server. */
    public record Frame(int opcode, byte[] data) {

        public String text() {
            return new String(data, StandardCharsets.UTF_8);
        }

        public int closeCode() {
            return opcode == CLOSE && data.length >= 2 ? ByteBuffer.wrap(data).getShort() : 0;
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** @param receiveBuffer bytes, so that little is taken of what is not read; 0: the system's own */
    public RawWebSocket(int port, String path, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        if (RawHttp.read(socket.getInputStream()).status() != 101) {
            throw new IOException("no upgrade");
        }
        in = new DataInputStream(socket.getInputStream());
    }

    public void send(int opcode, boolean last, String data) throws IOException {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        send(opcode, last, bytes.length, bytes);
    }

    public void text(String text) throws IOException {
        send(TEXT, true, text);
    }

    /** @param length as the header says; the bytes may be fewer */
    public void send(int opcode, boolean last, long length, byte[] bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + bytes.length);
        frame.put((byte) (opcode | (last ? FIN : 0)));
        frame.put((byte) (FIN | 127)).putLong(length);
        // A mask of zeros.
        frame.putInt(0).put(bytes);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    public void close(int code) throws IOException {
        byte[] body = ByteBuffer.allocate(2).putShort((short) code).array();
        socket.getOutputStream()
                .write(new byte[] {(byte) (FIN | CLOSE), (byte) (FIN | 2), 0, 0, 0, 0, body[0], body[1]});
    }

    /** Null when the server has closed the connection. */
    public @Nullable Frame read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        byte[] data = new byte[length];
        in.readFully(data);
        return new Frame(first & 0xf, data);
    }

    /** The close frame that comes, after whatever else. */
    public Frame readClose() throws IOException {
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.opcode() == CLOSE) {
                return frame;
            }
        }
        throw new IOException("the connection was closed without a close frame");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
