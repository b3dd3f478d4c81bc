package io.rastro.proving.load;

import java.nio.charset.StandardCharsets;

/** An id as a part of a URL's path. */
final class PathSegment {

    private PathSegment() {}

    static String of(String id) {
        StringBuilder path = new StringBuilder(id.length() + 8);
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (plain || b == '-' || b == '.' || b == '_' || b == '~') {
                path.append((char) b);
            } else {
                path.append(String.format("%%%02X", b & 0xff));
            }
        }
        return path.toString();
    }
}
