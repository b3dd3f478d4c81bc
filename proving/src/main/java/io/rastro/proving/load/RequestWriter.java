package io.rastro.proving.load;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes the bytes of a POST. */
final class RequestWriter {

    private final BodyFormat format;
    private final String commonHead;
    private final String runId;
    private long count;

    /**
     * @param runId what every Idempotency-Key of this run begins with
     * @param host for the {@code Host} header
     */
    RequestWriter(BodyFormat format, String runId, String host) {
        this.format = format;
        this.runId = runId;
        this.commonHead = " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + format.contentType
                + "\r\nAccept: application/json\r\nIdempotency-Key: ";
    }

    Request write(Batch batch, long startedNanos) {
        byte[] body = format.encode(batch.fixes(), batch.courierId() == null);
        JsonBytes bytes = new JsonBytes();
        bytes.ascii("POST ").ascii(path(batch.courierId())).ascii(commonHead);
        String key = runId + '-' + ++count;
        bytes.ascii(key);
        bytes.ascii("\r\nContent-Length: ")
                .integer(body.length)
                .ascii("\r\n\r\n")
                .bytes(body);
        return new Request(batch, key, bytes.toByteArray(), startedNanos);
    }

    private static String path(@Nullable String courierId) {
        return courierId == null ? "/v1/positions" : "/v1/couriers/" + percentEncoded(courierId) + "/positions";
    }

    private static String percentEncoded(String id) {
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
