package io.rastro.protocol.courier;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;

/** Reads one JSON object, token by token, into a {@link PositionDraft}. Whatever it finds, it reads to the end of it. */
final class JsonPosition {

    private static final int FIXED_AT = 1;
    private static final int LAT = 1 << 1;
    private static final int LON = 1 << 2;
    private static final int ACCURACY_M = 1 << 3;
    private static final int SPEED_MPS = 1 << 4;
    private static final int BEARING_DEG = 1 << 5;
    private static final int ALTITUDE_M = 1 << 6;
    private static final int BATTERY_PCT = 1 << 7;
    private static final int ORDER_ID = 1 << 8;
    private static final int ATTRIBUTES = 1 << 9;
    private static final int COURIER_ID = 1 << 10;

    private final JsonParser in;
    private final PositionDraft draft;
    private int seen;

    private JsonPosition(JsonParser in, PositionDraft draft) {
        this.in = in;
        this.draft = draft;
    }

    /** @param in at the opening brace; left at the closing one */
    static void read(JsonParser in, BatchBuilder batch) throws IOException, UnreadableBodyException {
        readFields(in, batch.begin(), batch);
        batch.end();
    }

    /** The same for an item that the caller begins and ends. */
    static void readFields(JsonParser in, PositionDraft draft, BatchBuilder batch) throws IOException {
        new JsonPosition(in, draft).readFields(batch.isForManyCouriers());
    }

    private void readFields(boolean withCourierId) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            switch (name) {
                case "fixedAt" -> {
                    if (isTold(FIXED_AT, name, value)) {
                        readFixedAt(value);
                    }
                }
                case "lat" -> {
                    if (isNumber(LAT, name, value)) {
                        draft.lat(in.getDoubleValue());
                    }
                }
                case "lon" -> {
                    if (isNumber(LON, name, value)) {
                        draft.lon(in.getDoubleValue());
                    }
                }
                case "accuracyM" -> {
                    if (isNumber(ACCURACY_M, name, value)) {
                        draft.accuracyM(in.getDoubleValue());
                    }
                }
                case "speedMps" -> {
                    if (isNumber(SPEED_MPS, name, value)) {
                        draft.speedMps(in.getDoubleValue());
                    }
                }
                case "bearingDeg" -> {
                    if (isNumber(BEARING_DEG, name, value)) {
                        draft.bearingDeg(in.getDoubleValue());
                    }
                }
                case "altitudeM" -> {
                    if (isNumber(ALTITUDE_M, name, value)) {
                        draft.altitudeM(in.getDoubleValue());
                    }
                }
                case "batteryPct" -> {
                    if (isNumber(BATTERY_PCT, name, value)) {
                        draft.batteryPct(in.getDoubleValue());
                    }
                }
                case "orderId" -> {
                    if (isString(ORDER_ID, name, value)) {
                        draft.orderId(in.getText());
                    }
                }
                case "courierId" -> {
                    if (withCourierId && isString(COURIER_ID, name, value)) {
                        draft.courierId(in.getText());
                    }
                }
                case "attributes" -> {
                    if (isTold(ATTRIBUTES, name, value)) {
                        readAttributes(value);
                    }
                }
                default -> {
                    // what we do not know is the client's own
                }
            }
            skip(value);
        }
    }

    private void readFixedAt(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            long millis = Rfc3339.parse(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
            if (millis == Rfc3339.INVALID) {
                draft.refuse("fixedAt", "must be an RFC 3339 instant such as 2026-11-21T08:15:30.123Z");
            } else {
                draft.fixedAt(millis);
            }
        } else if (!value.isNumeric()) {
            draft.refuse("fixedAt", "must be an RFC 3339 string or a number of milliseconds since 1970");
        } else if (in.getNumberType() == JsonParser.NumberType.INT
                || in.getNumberType() == JsonParser.NumberType.LONG) {
            draft.fixedAt(in.getLongValue());
        } else if (Double.isNaN(in.getDoubleValue())) {
            draft.refuse("fixedAt", "is not a number");
        } else {
            draft.fixedAt((long) in.getDoubleValue());
        }
    }

    private void readAttributes(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            draft.refuse("attributes", "must be an object of strings");
            return;
        }
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            JsonToken entry = in.nextToken();
            if (entry.isStructStart()) {
                draft.refuse("attributes", "must be an object of strings, without anything nested");
                in.skipChildren();
            } else if (entry != JsonToken.VALUE_NULL) {
                draft.attribute(key, in.getText());
            }
        }
    }

    private boolean isNumber(int field, String name, JsonToken value) {
        if (!isTold(field, name, value)) {
            return false;
        }
        if (!value.isNumeric()) {
            draft.refuse(name, "must be a number");
        }
        return value.isNumeric();
    }

    private boolean isString(int field, String name, JsonToken value) {
        if (!isTold(field, name, value)) {
            return false;
        }
        if (value != JsonToken.VALUE_STRING) {
            draft.refuse(name, "must be a string");
        }
        return value == JsonToken.VALUE_STRING;
    }

    /** Null is as good as absent, but whatever is told must be told once. */
    private boolean isTold(int field, String name, JsonToken value) {
        if ((seen & field) != 0) {
            draft.refuse(name, "appears twice");
            return false;
        }
        seen |= field;
        return value != JsonToken.VALUE_NULL;
    }

    /** To the end of a value that was not read; one that was read is at its end already. */
    private void skip(JsonToken value) throws IOException {
        if (value.isStructStart() && in.currentToken() == value) {
            in.skipChildren();
        }
    }
}
