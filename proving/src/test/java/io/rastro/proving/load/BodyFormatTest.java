package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.courier.PositionBatch;
import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.courier.PositionsReader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the load writes is what the system reads. */
class BodyFormatTest {

    private static final long NOW = Instant.parse("2026-11-21T08:00:00Z").toEpochMilli();
    private static final long THEN = Instant.parse("2017-07-27T18:04:38.328Z").toEpochMilli();
    private static final Fix GOOD = new Fix("c/1", THEN, -23.5634574, -46.7215648, 737, -1, 159, Double.NaN, 2);
    private static final Fix BAD = new Fix("c/2", THEN, 91, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 3);

    private final PositionsReader reader = new PositionsReader(PositionLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource(BodyFormat.class)
    void isReadBackForOneCourier(BodyFormat format) throws UnreadableBodyException {
        for (List<Fix> fixes : List.of(List.of(GOOD), List.of(GOOD, BAD, GOOD))) {
            byte[] body = format.encode(fixes, false);
            PositionBatch batch = reader.readForCourier("c/1", protocol(format), body, 0, body.length, NOW);
            assertThat(batch.rejections()).hasSize(fixes.size() == 1 ? 0 : 1);
            assertThat(batch.couriers().get(0).positions())
                    .hasSize(fixes.size() == 1 ? 1 : 2)
                    .allSatisfy(position -> {
                        assertThat(position.fixedAtMillis()).isEqualTo(THEN);
                        assertThat(position.lat()).isEqualTo(GOOD.lat());
                        assertThat(position.lon()).isEqualTo(GOOD.lon());
                        assertThat(position.altitudeM()).isEqualTo(737);
                        assertThat(position.speedMps())
                                .as("negative means unknown")
                                .isNaN();
                        assertThat(position.accuracyM()).isNaN();
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(BodyFormat.class)
    void isReadBackFromAGateway(BodyFormat format) throws UnreadableBodyException {
        byte[] body = format.encode(List.of(GOOD, BAD), true);
        PositionBatch batch = reader.readForGateway(protocol(format), body, 0, body.length, NOW);
        assertThat(batch.couriers().get(0).positions()).hasSize(1);
        assertThat(batch.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.index()).isEqualTo(1));
    }

    private static io.rastro.protocol.courier.BodyFormat protocol(BodyFormat format) {
        return io.rastro.protocol.courier.BodyFormat.valueOf(format.name());
    }
}
