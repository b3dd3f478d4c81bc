package io.rastro.sinks.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeviceReadingTest {

    private static final double UNKNOWN = Double.NaN;

    @Test
    void comesBackAsItWasWithWhatIsUnknown() {
        ByteBuffer cell = cell(UNKNOWN, 4, UNKNOWN, -6, UNKNOWN);
        assertThat(DeviceReading.decode(cell)).isEqualTo(new DeviceReading(UNKNOWN, 4, UNKNOWN, -6, UNKNOWN));
        assertThat(cell.remaining()).as("is only read").isEqualTo(5 * 4 + 2 * 8);
    }

    @Test
    void isNoCellWhenNothingIsKnown() {
        assertThat(DeviceReading.encode(Position.of(Instant.EPOCH, 1, 2))).isNull();
        assertThat(DeviceReading.decode(null))
                .isEqualTo(new DeviceReading(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN));
    }

    /** As it is after {@code ALTER TYPE device_reading ADD}: rows from before have cells that end earlier. */
    @Test
    void aCellFromBeforeAFieldWasAddedDoesNotHaveIt() {
        ByteBuffer three = cell(3, UNKNOWN, 5, UNKNOWN, UNKNOWN).limit(3 * 4 + 2 * 8);
        assertThat(DeviceReading.decode(three)).isEqualTo(new DeviceReading(3, UNKNOWN, 5, UNKNOWN, UNKNOWN));
    }

    private static ByteBuffer cell(double accuracy, double speed, double bearing, double altitude, double battery) {
        Position position = new Position(0, 1, 2, accuracy, speed, bearing, altitude, battery, null, Map.of(), false);
        return Objects.requireNonNull(DeviceReading.encode(position));
    }
}
