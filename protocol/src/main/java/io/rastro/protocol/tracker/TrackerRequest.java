package io.rastro.protocol.tracker;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request of a phone.
 *
 * @param query as it was sent, percent-encoded, without the question mark; empty when there was none
 * @param header the value of a header by its name; null when it was not sent
 * @param body bounded and inflated by the caller; empty when there was none
 * @param courierId whom the path names: goes before every device of the message; a valid id, or null
 * @param subject whom the credentials name: what counts when nothing else names anybody; null when they name nobody
 */
public record TrackerRequest(
        String query,
        Function<String, @Nullable String> header,
        byte[] body,
        @Nullable String courierId,
        @Nullable String subject) {

    @Override
    public String toString() {
        return "TrackerRequest[bytes=" + body.length + "]";
    }
}
