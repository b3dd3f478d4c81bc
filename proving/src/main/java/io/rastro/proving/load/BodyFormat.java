package io.rastro.proving.load;

import java.util.List;

/** The formats that a POST of positions may have. */
public enum BodyFormat {
    JSON("application/json") {
        @Override
        byte[] encode(List<Fix> fixes, boolean withCourierId) {
            JsonBytes json = new JsonBytes();
            if (fixes.size() == 1 && !withCourierId) {
                item(json, fixes.get(0), false);
                return json.toByteArray();
            }
            char separator = '[';
            for (Fix fix : fixes) {
                json.character(separator);
                item(json, fix, withCourierId);
                separator = ',';
            }
            return json.character(']').toByteArray();
        }
    },
    NDJSON("application/x-ndjson") {
        @Override
        byte[] encode(List<Fix> fixes, boolean withCourierId) {
            JsonBytes json = new JsonBytes();
            for (Fix fix : fixes) {
                item(json, fix, withCourierId);
                json.character('\n');
            }
            return json.toByteArray();
        }
    },
    AVRO("application/avro") {
        @Override
        byte[] encode(List<Fix> fixes, boolean withCourierId) {
            return AvroBody.encode(fixes, withCourierId);
        }
    };

    final String contentType;

    BodyFormat(String contentType) {
        this.contentType = contentType;
    }

    abstract byte[] encode(List<Fix> fixes, boolean withCourierId);

    private static void item(JsonBytes json, Fix fix, boolean withCourierId) {
        json.character('{');
        if (withCourierId) {
            json.ascii("\"courierId\":").string(fix.courierId()).character(',');
        }
        json.ascii("\"fixedAt\":").instant(fix.fixedAtMillis());
        json.ascii(",\"lat\":").number(fix.lat());
        json.ascii(",\"lon\":").number(fix.lon());
        known(json, ",\"altitudeM\":", fix.altitudeM());
        known(json, ",\"speedMps\":", fix.speedMps());
        known(json, ",\"bearingDeg\":", fix.bearingDeg());
        known(json, ",\"accuracyM\":", fix.accuracyM());
        json.character('}');
    }

    private static void known(JsonBytes json, String name, double value) {
        if (!Double.isNaN(value)) {
            json.ascii(name).number(value);
        }
    }
}
