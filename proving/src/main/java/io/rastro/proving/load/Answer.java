package io.rastro.proving.load;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP answer, read to its end.
 *
 * @param retryAfterSeconds from {@code Retry-After}; 0 when there is none
 * @param keepAlive whether the connection may carry the next request
 */
record Answer(int status, int retryAfterSeconds, boolean keepAlive, byte[] body) {

    private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"([^\"\\\\]{0,300})\"");

    /** What a problem says about itself; empty when it does not. */
    String detail() {
        Matcher detail = DETAIL.matcher(new String(body, StandardCharsets.UTF_8));
        return detail.find() ? detail.group(1) : "";
    }

    /** The first part of the body, to be shown to a person. */
    String excerpt() {
        String text = new String(body, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
