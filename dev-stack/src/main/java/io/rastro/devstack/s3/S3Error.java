package io.rastro.devstack.s3;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Errors as S3 words them. */
final class S3Error {

    private static final Map<Integer, String> CODES = Map.of(
            403, "AccessDenied",
            404, "NoSuchBucket",
            429, "TooManyRequests",
            500, "InternalError",
            503, "SlowDown",
            507, "InsufficientStorage");

    private S3Error() {}

    static byte[] answer(int status, String method) {
        String code = CODES.getOrDefault(status, "Error");
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                + "</Code><Message>This fault was asked for.</Message><RequestId>0</RequestId></Error>";
        return ("HTTP/1.1 " + status + " " + code + "\r\nContent-Type: application/xml\r\nContent-Length: "
                        + xml.length() + "\r\n\r\n" + (method.equals("HEAD") ? "" : xml))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
