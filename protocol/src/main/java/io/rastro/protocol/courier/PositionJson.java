package io.rastro.protocol.courier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import io.rastro.protocol.Rfc3339;
import java.io.IOException;
import java.util.Map;

/**
 * A position in JSON, as clients send it and as live frames and history show it: {@code fixedAt} in RFC 3339 with
 * milliseconds, numbers as {@link Position} has them. What is not known is left out; {@code late} is always said.
 */
public final class PositionJson {

    /** Makes generators that write doubles fast and as short as they can be read back. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final SerializedString FIXED_AT = new SerializedString("fixedAt");
    private static final SerializedString LAT = new SerializedString("lat");
    private static final SerializedString LON = new SerializedString("lon");
    private static final SerializedString ACCURACY_M = new SerializedString("accuracyM");
    private static final SerializedString SPEED_MPS = new SerializedString("speedMps");
    private static final SerializedString BEARING_DEG = new SerializedString("bearingDeg");
    private static final SerializedString ALTITUDE_M = new SerializedString("altitudeM");
    private static final SerializedString BATTERY_PCT = new SerializedString("batteryPct");
    private static final SerializedString ORDER_ID = new SerializedString("orderId");
    private static final SerializedString ATTRIBUTES = new SerializedString("attributes");
    private static final SerializedString LATE = new SerializedString("late");

    private PositionJson() {}

    /** One object with the position's fields. */
    public static void write(Position position, JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeFields(position, out);
        out.writeEndObject();
    }

    /** The position's fields, into an object that the caller has opened and closes. */
    public static void writeFields(Position position, JsonGenerator out) throws IOException {
        out.writeFieldName(FIXED_AT);
        out.writeString(Rfc3339.format(position.fixedAtMillis()));
        out.writeFieldName(LAT);
        out.writeNumber(position.lat());
        out.writeFieldName(LON);
        out.writeNumber(position.lon());
        writeKnown(ACCURACY_M, position.accuracyM(), out);
        writeKnown(SPEED_MPS, position.speedMps(), out);
        writeKnown(BEARING_DEG, position.bearingDeg(), out);
        writeKnown(ALTITUDE_M, position.altitudeM(), out);
        writeKnown(BATTERY_PCT, position.batteryPct(), out);
        String orderId = position.orderId();
        if (orderId != null) {
            out.writeFieldName(ORDER_ID);
            out.writeString(orderId);
        }
        if (!position.attributes().isEmpty()) {
            writeAttributes(position.attributes(), out);
        }
        out.writeFieldName(LATE);
        out.writeBoolean(position.late());
    }

    private static void writeKnown(SerializedString name, double number, JsonGenerator out) throws IOException {
        if (!Double.isNaN(number)) {
            out.writeFieldName(name);
            out.writeNumber(number);
        }
    }

    private static void writeAttributes(Map<String, String> attributes, JsonGenerator out) throws IOException {
        out.writeFieldName(ATTRIBUTES);
        out.writeStartObject();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            out.writeStringField(attribute.getKey(), attribute.getValue());
        }
        out.writeEndObject();
    }
}
