package io.rastro.devstack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One request and its answer in the servers' binary protocols, byte by byte: no driver is worth its weight for this. */
final class BinaryProbe {
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int LARGEST_ANSWER = 1 << 20;

    private BinaryProbe() {}

    /**
     * CQL native protocol v4: OPTIONS is answered SUPPORTED. A frame is version, flags, stream (2), opcode, length (4).
     */
    static Probe cassandra(int port) {
        return () -> {
            try (Socket socket = connect(port)) {
                new DataOutputStream(socket.getOutputStream()).write(new byte[] {4, 0, 0, 0, 5, 0, 0, 0, 0});
                byte[] header = new DataInputStream(socket.getInputStream()).readNBytes(9);
                return header.length == 9 && header[4] == 6;
            }
        };
    }

    /**
     * Kafka Metadata v4 for no topic: ready once the answer lists a broker, since a broker that is still fenced is not
     * in it. The answer is size, correlation id, throttle time, then the array of brokers.
     */
    static Probe kafka(int port) {
        byte[] client = "rastro-dev".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(64);
        request.putInt(0).putShort((short) 3).putShort((short) 4).putInt(1);
        request.putShort((short) client.length).put(client);
        request.putInt(0).put((byte) 0);
        request.putInt(0, request.position() - Integer.BYTES);
        return () -> {
            try (Socket socket = connect(port)) {
                socket.getOutputStream().write(request.array(), 0, request.position());
                DataInputStream in = new DataInputStream(socket.getInputStream());
                int size = in.readInt();
                return size >= 12 && size < LARGEST_ANSWER && in.readLong() != 0 && in.readInt() > 0;
            }
        };
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(Ports.local(port), PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
