package io.rastro.protocol.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PositionJsonTest {

    @Test
    void leavesOutWhatIsNotKnown() throws IOException {
        assertThat(json(Position.of(Instant.parse("2026-11-21T08:15:30Z"), -23.5, 180)))
                .isEqualTo("{\"fixedAt\":\"2026-11-21T08:15:30.000Z\",\"lat\":-23.5,\"lon\":180.0,\"late\":false}");
    }

    @Test
    void writesEveryField() throws IOException {
        var position = new Position(
                Instant.parse("2026-11-21T08:15:30.123Z").toEpochMilli(),
                -23.5,
                -46.6,
                4.5,
                8.25,
                270,
                760,
                83,
                "o-1",
                Map.of("k", "\"v\""),
                true);

        assertThat(json(position))
                .isEqualTo("{\"fixedAt\":\"2026-11-21T08:15:30.123Z\",\"lat\":-23.5,\"lon\":-46.6,\"accuracyM\":4.5,"
                        + "\"speedMps\":8.25,\"bearingDeg\":270.0,\"altitudeM\":760.0,\"batteryPct\":83.0,"
                        + "\"orderId\":\"o-1\",\"attributes\":{\"k\":\"\\\"v\\\"\"},\"late\":true}");
    }

    private static String json(Position position) throws IOException {
        var text = new StringWriter();
        try (var out = PositionJson.FACTORY.createGenerator(text)) {
            PositionJson.write(position, out);
        }
        return text.toString();
    }
}
