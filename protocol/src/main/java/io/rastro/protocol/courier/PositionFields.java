package io.rastro.protocol.courier;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a position has in every schema that we write (topic, journal event, snapshot), always as one run in
 * this order: fixedAt, lat, lon, accuracyM, speedMps, bearingDeg, altitudeM, batteryPct, orderId, attributes, late.
 * Reading fills one reused object field by field. A number that is not known is null there and NaN here.
 */
final class PositionFields {

    static final int COUNT = 11;

    private long fixedAtMillis;
    private double lat;
    private double lon;
    private double accuracyM;
    private double speedMps;
    private double bearingDeg;
    private double altitudeM;
    private double batteryPct;
    private @Nullable String orderId;
    private Map<String, String> attributes = Map.of();
    private boolean late;

    static void encode(Position position, Encoder out) throws IOException {
        encodeWithoutLate(position, out);
        out.writeBoolean(position.late());
    }

    static void encodeWithoutLate(Position position, Encoder out) throws IOException {
        out.writeLong(position.fixedAtMillis());
        out.writeDouble(position.lat());
        out.writeDouble(position.lon());
        encodeKnown(position.accuracyM(), out);
        encodeKnown(position.speedMps(), out);
        encodeKnown(position.bearingDeg(), out);
        encodeKnown(position.altitudeM(), out);
        encodeKnown(position.batteryPct(), out);
        AvroFields.writeText(position.orderId(), out);
        AvroFields.writeTexts(position.attributes(), out);
    }

    /** A record of these fields alone. */
    Position read(Decoder in) throws IOException {
        AvroReader.readFields(in, COUNT, this::read);
        return toPosition();
    }

    /** @param field 0 for fixedAt and so on */
    void read(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> fixedAtMillis = in.readLong();
            case 1 -> lat = in.readDouble();
            case 2 -> lon = in.readDouble();
            case 3 -> accuracyM = readKnown(in);
            case 4 -> speedMps = readKnown(in);
            case 5 -> bearingDeg = readKnown(in);
            case 6 -> altitudeM = readKnown(in);
            case 7 -> batteryPct = readKnown(in);
            case 8 -> orderId = AvroFields.readText(in);
            case 9 -> attributes = AvroFields.readTexts(in);
            case 10 -> late = in.readBoolean();
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    Position toPosition() {
        return new Position(
                fixedAtMillis,
                lat,
                lon,
                accuracyM,
                speedMps,
                bearingDeg,
                altitudeM,
                batteryPct,
                orderId,
                attributes,
                late);
    }

    private static void encodeKnown(double number, Encoder out) throws IOException {
        if (Double.isNaN(number)) {
            out.writeIndex(0);
            out.writeNull();
        } else {
            out.writeIndex(1);
            out.writeDouble(number);
        }
    }

    private static double readKnown(Decoder in) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return Double.NaN;
        }
        return in.readDouble();
    }
}
