package io.rastro.devstack.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The head of a request or an answer in HTTP/1.1, byte for byte as it came. */
final class HttpHead {

    private static final int LARGEST = 64 << 10;
    private static final int END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final byte[] bytes;
    private final String[] lines;

    private HttpHead(byte[] bytes) {
        this.bytes = bytes;
        this.lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n");
    }

    /** Null when the other side has closed the connection. */
    static @Nullable HttpHead readFrom(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream(1_024);
        for (int last = 0; last != END; ) {
            int next = in.read();
            if (next < 0 && read.size() == 0) {
                return null;
            }
            if (next < 0) {
                throw new EOFException("the connection ends within a head");
            }
            if (read.size() == LARGEST) {
                throw new IOException("a head is longer than " + LARGEST + " bytes");
            }
            read.write(next);
            last = last << 8 | next;
        }
        return new HttpHead(read.toByteArray());
    }

    byte[] bytes() {
        return bytes;
    }

    private String word(int index) throws IOException {
        String[] words = lines[0].split(" ");
        if (words.length <= index) {
            throw new IOException("this is no HTTP");
        }
        return words[index];
    }

    /** Of a request. */
    String method() throws IOException {
        return word(0);
    }

    /** Of a request: path and query. */
    String target() throws IOException {
        return word(1);
    }

    /** Of an answer. */
    int status() throws IOException {
        try {
            return Integer.parseInt(word(1));
        } catch (NumberFormatException e) {
            throw new IOException("this is no answer in HTTP", e);
        }
    }

    boolean keepsAlive() {
        return lines[0].contains("HTTP/1.1") && !has("connection", "close");
    }

    boolean expectsContinue() {
        return has("expect", "100-continue");
    }

    boolean isChunked() {
        return has("transfer-encoding", "chunked");
    }

    /** Of the body; -1 where it is not said. */
    long length() throws IOException {
        String said = header("content-length");
        try {
            return said == null ? -1 : Long.parseLong(said);
        } catch (NumberFormatException e) {
            throw new IOException("this is no length: " + said, e);
        }
    }

    private boolean has(String name, String value) {
        String said = header(name);
        return said != null && said.equalsIgnoreCase(value);
    }

    private @Nullable String header(String name) {
        for (String line : lines) {
            if (line.length() > name.length()
                    && line.charAt(name.length()) == ':'
                    && line.regionMatches(true, 0, name, 0, name.length())) {
                return line.substring(name.length() + 1).trim();
            }
        }
        return null;
    }
}
