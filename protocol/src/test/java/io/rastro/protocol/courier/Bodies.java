package io.rastro.protocol.courier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.UnreadableBodyException;
import java.util.Arrays;
import java.util.List;

/** Reads bodies as the tests send them: from the middle of a larger array, as the HTTP layer may. */
final class Bodies {

    static final String COURIER = "c-17";
    static final PositionsReader READER = new PositionsReader(PositionLimits.DEFAULT);

    private Bodies() {}

    static PositionBatch read(BodyFormat format, byte[] body) throws UnreadableBodyException {
        byte[] within = padded(body);
        PositionBatch batch = READER.readForCourier(COURIER, format, within, 7, body.length, Samples.RECEIVED_AT);
        assertThat(within).isEqualTo(padded(body));
        return batch;
    }

    static PositionBatch readGateway(BodyFormat format, byte[] body) throws UnreadableBodyException {
        return READER.readForGateway(format, padded(body), 7, body.length, Samples.RECEIVED_AT);
    }

    static PositionBatch json(String body) throws UnreadableBodyException {
        return read(BodyFormat.JSON, body.getBytes(UTF_8));
    }

    static PositionBatch ndjson(String body) throws UnreadableBodyException {
        return read(BodyFormat.NDJSON, body.getBytes(UTF_8));
    }

    static List<Position> positions(PositionBatch batch) {
        return batch.couriers().stream()
                .flatMap(courier -> courier.positions().stream())
                .toList();
    }

    private static byte[] padded(byte[] body) {
        byte[] within = new byte[body.length + 20];
        Arrays.fill(within, (byte) '7');
        System.arraycopy(body, 0, within, 7, body.length);
        return within;
    }
}
