package io.rastro.proving.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the answers of one HTTP/1.1 connection as their bytes arrive. Bounded: an answer has at most 16 MiB. */
final class AnswerParser {

    private static final int MAX_BYTES = 16 << 20;
    private static final int UNKNOWN = -1;

    private byte[] bytes = new byte[1024];
    private int size;
    private @Nullable Head head;

    /** @param contentLength {@link #UNKNOWN} when the body is chunked */
    private record Head(int length, int status, int retryAfterSeconds, boolean keepAlive, int contentLength) {}

    void reset() {
        size = 0;
        head = null;
    }

    void feed(ByteBuffer arrived) throws IOException {
        int more = arrived.remaining();
        if (size + more > MAX_BYTES) {
            throw new IOException("answer over " + MAX_BYTES + " bytes");
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
        arrived.get(bytes, size, more);
        size += more;
    }

    /** The answer if all of it is here; the parser is then ready for the next one. */
    @Nullable
    Answer poll() throws IOException {
        Head parsed = head;
        if (parsed == null) {
            int end = endOfHead();
            if (end < 0) {
                return null;
            }
            parsed = parseHead(end);
            head = parsed;
        }
        byte[] body = parsed.contentLength() == UNKNOWN ? chunked(parsed.length()) : fixed(parsed);
        if (body == null) {
            return null;
        }
        reset();
        return new Answer(parsed.status(), parsed.retryAfterSeconds(), parsed.keepAlive(), body);
    }

    private int endOfHead() {
        for (int i = 3; i < size; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private Head parseHead(int end) throws IOException {
        String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
        if (!lines[0].startsWith("HTTP/1.") || lines[0].length() < 12) {
            throw new IOException("not an HTTP answer");
        }
        int retryAfter = 0;
        int contentLength = 0;
        boolean keepAlive = lines[0].startsWith("HTTP/1.1");
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> contentLength = number(value, MAX_BYTES);
                case "transfer-encoding" -> contentLength = UNKNOWN;
                case "retry-after" -> retryAfter = number(value, 1);
                case "connection" -> keepAlive = !value.equalsIgnoreCase("close");
                default -> {
                    // of no use here
                }
            }
        }
        return new Head(end, number(lines[0].substring(9, 12), 0), retryAfter, keepAlive, contentLength);
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notDigits) {
            return otherwise;
        }
    }

    private byte @Nullable [] fixed(Head parsed) {
        int end = parsed.length() + parsed.contentLength();
        return size < end ? null : Arrays.copyOfRange(bytes, parsed.length(), end);
    }

    private byte @Nullable [] chunked(int from) throws IOException {
        byte[] body = new byte[size];
        int bodySize = 0;
        int at = from;
        while (true) {
            int lineEnd = endOfLine(at);
            if (lineEnd < 0) {
                return null;
            }
            int length = chunkLength(new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1));
            if (length == 0) {
                return size < lineEnd + 4 ? null : Arrays.copyOf(body, bodySize);
            }
            at = lineEnd + 2;
            if (size < at + length + 2) {
                return null;
            }
            System.arraycopy(bytes, at, body, bodySize, length);
            bodySize += length;
            at += length + 2;
        }
    }

    private int endOfLine(int from) {
        for (int i = from + 1; i < size; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
                return i - 1;
            }
        }
        return -1;
    }

    private static int chunkLength(String line) throws IOException {
        try {
            return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk of an HTTP answer", e);
        }
    }
}
