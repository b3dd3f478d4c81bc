package io.rastro.protocol.courier;

import io.rastro.protocol.UnreadableBodyException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request that carries positions. An item that is no position is named in the result and spoils no
 * other; only a body of which nothing can be taken throws. Any thread.
 *
 * <p>An item: {@code fixedAt} (RFC 3339, or milliseconds since 1970; from the year 2000 to 24 hours ahead of the
 * server's clock), {@code lat}, {@code lon} (degrees) are required; {@code accuracyM}, {@code speedMps},
 * {@code bearingDeg}, {@code altitudeM}, {@code batteryPct} (negative, except the altitude, means not known),
 * {@code orderId}, {@code attributes} are optional. Null is as good as absent, unknown fields are ignored.
 *
 * @param limits what one request may carry
 */
public record PositionsReader(PositionLimits limits) {

    /**
     * Positions of one courier; a {@code courierId} in an item is ignored.
     *
     * @param body bounded and inflated by the caller; not kept
     * @param receivedAtMillis the server's clock, epoch milliseconds
     * @throws UnreadableBodyException when nothing can be taken from the body, or it holds too much
     */
    public PositionBatch readForCourier(
            String courierId, BodyFormat format, byte[] body, int offset, int length, long receivedAtMillis)
            throws UnreadableBodyException {
        return read(courierId, format, body, offset, length, receivedAtMillis);
    }

    /** Positions of many couriers: each item has to carry a valid {@code courierId}. Otherwise as the other one. */
    public PositionBatch readForGateway(BodyFormat format, byte[] body, int offset, int length, long receivedAtMillis)
            throws UnreadableBodyException {
        return read(null, format, body, offset, length, receivedAtMillis);
    }

    private PositionBatch read(
            @Nullable String courierId, BodyFormat format, byte[] body, int offset, int length, long receivedAtMillis)
            throws UnreadableBodyException {
        BatchBuilder batch = new BatchBuilder(limits, receivedAtMillis, courierId);
        int mark = format == BodyFormat.AVRO ? 0 : byteOrderMark(body, offset, length);
        switch (format) {
            case JSON -> JsonBody.read(body, offset + mark, length - mark, batch);
            case NDJSON -> NdjsonBody.read(body, offset + mark, length - mark, batch);
            case AVRO -> AvroBody.read(body, offset, length, batch);
        }
        return batch.build();
    }

    /** Some editors and gateways put one before UTF-8. */
    private static int byteOrderMark(byte[] body, int offset, int length) {
        boolean marked = length >= 3
                && body[offset] == (byte) 0xEF
                && body[offset + 1] == (byte) 0xBB
                && body[offset + 2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }
}
