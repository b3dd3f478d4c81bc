package io.rastro.node.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawRequestURI;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments of a request's path as the client sent it, each percent-decoded once: {@code user%2Fphone} is one segment,
 * and {@code %2e%2e} is an id like any other. Akka's own path has dot segments resolved after decoding.
 */
public final class RawPath {

    private RawPath() {}

    /** The path {@code /} has one empty segment. */
    static List<String> segments(HttpRequest request) {
        String target = request.getHeader(RawRequestURI.class)
                .map(RawRequestURI::uri)
                .orElseGet(() -> request.getUri().path());
        if (!target.startsWith("/")) {
            target = request.getUri().path(); // absolute form, as proxies send it
        }
        return split(target);
    }

    /** What follows the question mark, as the client sent it; empty when nothing does. */
    public static String query(HttpRequest request) {
        String target = request.getHeader(RawRequestURI.class)
                .map(RawRequestURI::uri)
                .orElseGet(() -> request.getUri().toString());
        int mark = target.indexOf('?');
        int end = target.indexOf('#');
        return mark < 0 || (end >= 0 && end < mark) ? "" : target.substring(mark + 1, end < 0 ? target.length() : end);
    }

    static List<String> split(String target) {
        List<String> segments = new ArrayList<>(6);
        int end = endOfPath(target);
        int start = 1;
        for (int i = 1; i <= end; i++) {
            if (i == end || target.charAt(i) == '/') {
                segments.add(decode(target, start, i));
                start = i + 1;
            }
        }
        return segments;
    }

    private static int endOfPath(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return target.length();
    }

    private static String decode(String target, int start, int end) {
        int percent = target.indexOf('%', start);
        if (percent < 0 || percent >= end) {
            return target.substring(start, end);
        }
        ByteBuffer bytes = ByteBuffer.allocate((end - start) * 3);
        for (int i = start; i < end; i++) {
            char c = target.charAt(i);
            if (c == '%') {
                bytes.put((byte) hex(target, i + 1, end));
                i += 2;
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw broken();
        }
    }

    private static int hex(String target, int at, int end) {
        int high = at + 1 < end ? Character.digit(target.charAt(at), 16) : -1;
        int low = at + 1 < end ? Character.digit(target.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw broken();
        }
        return high << 4 | low;
    }

    private static RuntimeException broken() {
        return Problem.of(ProblemType.MALFORMED_REQUEST, "path", "The path holds a broken percent-encoding.")
                .toException();
    }
}
