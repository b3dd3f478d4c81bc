package io.rastro.sinks.table;

import io.rastro.protocol.courier.Position;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a device said beside the place: one frozen cell of {@code courier_positions}, written and read as bytes. NaN
 * stands for unknown, which is null in CQL. A field that is added to the type goes to its end, where older cells have
 * none.
 */
record DeviceReading(double accuracyM, double speedMps, double bearingDeg, double altitudeM, double batteryPct) {

    static final String TYPE = "device_reading";

    static final String FIELDS =
            "accuracy_m double, speed_mps double, bearing_deg double, altitude_m double, battery_pct double";

    private static final int COUNT = 5;
    private static final int NULL = -1;
    private static final DeviceReading NONE =
            new DeviceReading(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Null when all is unknown. */
    static @Nullable ByteBuffer encode(Position position) {
        ByteBuffer out = ByteBuffer.allocate(COUNT * (Integer.BYTES + Double.BYTES));
        put(out, position.accuracyM());
        put(out, position.speedMps());
        put(out, position.bearingDeg());
        put(out, position.altitudeM());
        put(out, position.batteryPct());
        return out.position() == COUNT * Integer.BYTES ? null : out.flip();
    }

    static DeviceReading decode(@Nullable ByteBuffer cell) {
        if (cell == null) {
            return NONE;
        }
        ByteBuffer in = cell.duplicate();
        return new DeviceReading(take(in), take(in), take(in), take(in), take(in));
    }

    private static void put(ByteBuffer out, double value) {
        if (Double.isNaN(value)) {
            out.putInt(NULL);
        } else {
            out.putInt(Double.BYTES).putDouble(value);
        }
    }

    private static double take(ByteBuffer in) {
        return in.hasRemaining() && in.getInt() != NULL ? in.getDouble() : Double.NaN;
    }
}
