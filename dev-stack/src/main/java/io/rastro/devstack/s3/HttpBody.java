package io.rastro.devstack.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A body as it is on the wire, chunk heads and trailers included: reading it leaves the stream at the next head. */
final class HttpBody {

    private static final int LONGEST_LINE = 16 << 10;

    private final InputStream in;
    private final boolean chunked;
    private final boolean untilClosed;

    /** Bytes that can be passed on before something has to be looked at. */
    private long left;

    private boolean inTrailer;

    private HttpBody(InputStream in, boolean chunked, boolean untilClosed, long left) {
        this.in = in;
        this.chunked = chunked;
        this.untilClosed = untilClosed;
        this.left = left;
    }

    static HttpBody ofRequest(HttpHead head, InputStream in) throws IOException {
        return new HttpBody(in, head.isChunked(), false, Math.max(0, head.length()));
    }

    static HttpBody ofAnswer(HttpHead head, String method, InputStream in) throws IOException {
        int status = head.status();
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            return new HttpBody(in, false, false, 0);
        }
        boolean untilClosed = !head.isChunked() && head.length() < 0;
        return new HttpBody(in, head.isChunked(), untilClosed, Math.max(0, head.length()));
    }

    /** @return how many bytes, at least one; -1 at its end */
    int read(byte[] into, int atMost) throws IOException {
        if (left == 0 && chunked && !inTrailer) {
            return nextChunk(into);
        }
        if (left == 0 && !untilClosed) {
            return -1;
        }
        int read = in.read(into, 0, (int) Math.min(untilClosed ? atMost : left, atMost));
        if (read < 0 && untilClosed) {
            return -1;
        }
        if (read < 0) {
            throw new EOFException("the connection ends within a body");
        }
        left = Math.max(0, left - read);
        return read;
    }

    /** The chunk's head, whole; and after the last one the trailer. */
    private int nextChunk(byte[] into) throws IOException {
        byte[] line = line();
        String said = new String(line, StandardCharsets.ISO_8859_1).trim();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        raw.write(line);
        try {
            long size = Long.parseLong(said.split(";", 2)[0].trim(), 16);
            left = size == 0 ? 0 : size + 2;
        } catch (NumberFormatException e) {
            throw new IOException("this is no chunk", e);
        }
        if (left == 0) {
            inTrailer = true;
            for (byte[] trailer = line(); ; trailer = line()) {
                raw.write(trailer);
                if (trailer.length == 2) {
                    break;
                }
            }
        }
        byte[] bytes = raw.toByteArray();
        if (bytes.length > into.length) {
            throw new IOException("a trailer is too long");
        }
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        return bytes.length;
    }

    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(32);
        int next;
        do {
            next = in.read();
            if (next < 0 || line.size() == LONGEST_LINE) {
                throw new IOException("a chunk's head does not end");
            }
            line.write(next);
        } while (next != '\n');
        return line.toByteArray();
    }
}
