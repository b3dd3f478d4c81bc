package io.rastro.protocol.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionBatch.CourierPositions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as the apps send them, from their own sources and tests. */
class TrackerSamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<JsonNode> samples() throws IOException {
        List<JsonNode> samples = new ArrayList<>();
        for (String app : Requests.DECODERS.keySet()) {
            try (var in = Objects.requireNonNull(
                    TrackerSamplesTest.class.getResourceAsStream("/clients/" + app + ".jsonl"))) {
                for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                    samples.add(((com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(line)).put("app", app));
                }
            }
        }
        assertThat(samples).hasSizeGreaterThan(18);
        return samples;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isAsTheSampleSays(JsonNode sample) {
        TrackerReport report = Requests.decode(sample.get("app").textValue(), request(sample));

        JsonNode expected = sample.get("expected");
        assertThat(report.refusal() == null).isEqualTo(expected.get("accept").booleanValue());
        assertThat(report.quarantined()).isEmpty();
        List<CourierPositions> couriers = report.couriers();
        List<Position> positions = couriers.stream()
                .flatMap(courier -> courier.positions().stream())
                .toList();
        assertThat(positions).hasSameSizeAs(expected.get("positions"));
        for (int i = 0; i < positions.size(); i++) {
            JsonNode wanted = expected.get("positions").get(i);
            assertThat(couriers.get(0).courierId())
                    .isEqualTo(wanted.get("device").textValue());
            assertIs(wanted, positions.get(i));
        }
    }

    private static void assertIs(JsonNode wanted, Position position) {
        assertThat(position.fixedAt()).isEqualTo(wanted.get("timestamp").textValue());
        assertThat(position.lat()).isEqualTo(wanted.get("lat").doubleValue());
        assertThat(position.lon()).isEqualTo(wanted.get("lon").doubleValue());
        assertNumber(wanted.get("speed_mps"), position.speedMps());
        assertNumber(wanted.get("bearing_deg"), position.bearingDeg());
        assertNumber(wanted.get("altitude_m"), position.altitudeM());
        assertNumber(wanted.get("accuracy_m"), position.accuracyM());
        assertNumber(wanted.get("battery_pct"), position.batteryPct());
        if (wanted.has("attributes")) {
            wanted.get("attributes")
                    .fields()
                    .forEachRemaining(each -> assertThat(position.attributes())
                            .containsEntry(each.getKey(), each.getValue().asText()));
        }
    }

    private static void assertNumber(JsonNode wanted, double number) {
        if (wanted.isNull()) {
            assertThat(number).isNaN();
        } else {
            assertThat(number).isCloseTo(wanted.doubleValue(), within(0.001));
        }
    }

    private static TrackerRequest request(JsonNode sample) {
        String path = sample.get("path").textValue();
        int mark = path.indexOf('?');
        return new TrackerRequest(
                mark < 0 ? "" : path.substring(mark + 1),
                name -> sample.get("headers").path(name).textValue(),
                sample.get("body").textValue().getBytes(StandardCharsets.UTF_8),
                null,
                user(sample.get("headers").path("Authorization").asText()));
    }

    private static @Nullable String user(String authorization) {
        if (!authorization.startsWith("Basic ")) {
            return null;
        }
        String both = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
        return both.substring(0, both.indexOf(':'));
    }
}
