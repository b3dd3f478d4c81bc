package io.rastro.proving.load;

/** Makes the bytes of a POST. */
final class RequestWriter {

    private final BodyFormat format;
    private final String commonHead;
    private final String runId;
    private long count;

    /**
     * @param format of positions
     * @param runId what every Idempotency-Key of this run begins with
     * @param host for the {@code Host} header
     */
    RequestWriter(BodyFormat format, String runId, String host) {
        this.format = format;
        this.runId = runId;
        this.commonHead = " HTTP/1.1\r\nHost: " + host + "\r\nAccept: application/json\r\nContent-Type: ";
    }

    Request write(Batch batch, long startedNanos) {
        Content content = batch.content();
        byte[] body = content.body(format);
        JsonBytes bytes = new JsonBytes();
        bytes.ascii("POST ").ascii(content.path()).ascii(commonHead).ascii(content.contentType(format));
        String key = runId + '-' + ++count;
        bytes.ascii("\r\nIdempotency-Key: ").ascii(key);
        bytes.ascii("\r\nContent-Length: ")
                .integer(body.length)
                .ascii("\r\n\r\n")
                .bytes(body);
        return new Request(batch, key, bytes.toByteArray(), startedNanos);
    }
}
