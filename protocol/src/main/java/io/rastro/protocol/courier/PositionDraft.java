package io.rastro.protocol.courier;

import io.rastro.protocol.ToldInstant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One position in the making: takes its fields in any order as a client told them, checks each, and turns what devices
 * send for "not known" into NaN. The first field found wrong is remembered, what comes after it is still taken. A field
 * that is absent is not told at all. One draft serves one item after another; not thread-safe.
 */
public final class PositionDraft {

    private final PositionLimits limits;
    private final long receivedAtMillis;

    private @Nullable String courierId;
    private @Nullable String wrongField;
    private String reason = "";
    private boolean hasFixedAt;
    private long fixedAtMillis;
    private double lat;
    private double lon;
    private double accuracyM;
    private double speedMps;
    private double bearingDeg;
    private double altitudeM;
    private double batteryPct;
    private @Nullable String orderId;
    private @Nullable Map<String, String> attributes;

    /** @param receivedAtMillis the server's clock, epoch milliseconds: what "too far ahead" is measured against */
    public PositionDraft(PositionLimits limits, long receivedAtMillis) {
        this.limits = limits;
        this.receivedAtMillis = receivedAtMillis;
        begin();
    }

    /** Forgets the item before. */
    public void begin() {
        courierId = null;
        wrongField = null;
        reason = "";
        hasFixedAt = false;
        lat = Double.NaN;
        lon = Double.NaN;
        accuracyM = Double.NaN;
        speedMps = Double.NaN;
        bearingDeg = Double.NaN;
        altitudeM = Double.NaN;
        batteryPct = Double.NaN;
        orderId = null;
        attributes = null;
    }

    /** @param millis epoch milliseconds */
    public void fixedAt(long millis) {
        hasFixedAt = true;
        fixedAtMillis = millis;
        String wrong = ToldInstant.whyWrong(millis, receivedAtMillis);
        if (wrong != null) {
            refuse("fixedAt", wrong);
        }
    }

    /** WGS 84 degrees. */
    public void lat(double degrees) {
        lat = degree("lat", degrees, 90, "must be between -90 and 90");
    }

    /** WGS 84 degrees. */
    public void lon(double degrees) {
        lon = degree("lon", degrees, 180, "must be between -180 and 180");
    }

    /** Metres; negative or NaN when not known. */
    public void accuracyM(double metres) {
        accuracyM = known("accuracyM", metres);
    }

    /** Metres a second; negative or NaN when not known. */
    public void speedMps(double metresPerSecond) {
        speedMps = known("speedMps", metresPerSecond);
    }

    /** Degrees clockwise from north to 360, which is 0; negative or NaN when not known. */
    public void bearingDeg(double degrees) {
        if (degrees > 360) {
            refuse("bearingDeg", "must be between 0 and 360");
        }
        bearingDeg = degrees == 360 ? 0 : known("bearingDeg", degrees);
    }

    /** Metres, above or below; NaN when not known. */
    public void altitudeM(double metres) {
        if (Double.isInfinite(metres)) {
            refuse("altitudeM", "must be finite");
        }
        altitudeM = metres;
    }

    /** 0 to 100; negative or NaN when not known. */
    public void batteryPct(double percent) {
        if (percent > 100) {
            refuse("batteryPct", "must be between 0 and 100");
        }
        batteryPct = known("batteryPct", percent);
    }

    public void orderId(String id) {
        if (id.length() > limits.maxOrderIdLength()) {
            refuse("orderId", "must have at most " + limits.maxOrderIdLength() + " characters");
        } else if (!isWellFormed(id)) {
            refuse("orderId", "must be valid Unicode");
        }
        orderId = id;
    }

    /** One more entry; a key told twice keeps its last value. */
    public void attribute(String key, String value) {
        String wrong = whyNoAttribute(key, value);
        if (wrong != null) {
            refuse("attributes", wrong);
        } else {
            put(key, value);
        }
    }

    /** As {@link #attribute}, but what does not fit is left out, and the answer is false. */
    public boolean attributeIfItFits(String key, String value) {
        boolean isNew = attributes == null || !attributes.containsKey(key);
        int entries = attributes == null ? 0 : attributes.size();
        if (whyNoAttribute(key, value) != null || (isNew && entries >= limits.maxAttributes())) {
            return false;
        }
        put(key, value);
        return true;
    }

    private @Nullable String whyNoAttribute(String key, String value) {
        if (key.length() > limits.maxAttributeKeyLength()) {
            return "must have keys of at most " + limits.maxAttributeKeyLength() + " characters";
        }
        if (value.length() > limits.maxAttributeValueLength()) {
            return "must have values of at most " + limits.maxAttributeValueLength() + " characters";
        }
        return isWellFormed(key) && isWellFormed(value) ? null : "must be valid Unicode";
    }

    /** Whose position it is, where the item itself says so. */
    public void courierId(String id) {
        String wrong = CourierId.whyInvalid(id).orElse(null);
        if (wrong == null) {
            courierId = id;
        } else {
            refuse("courierId", wrong);
        }
    }

    /** Finds a field wrong that could not even be told. Only the first such word counts. */
    public void refuse(String field, String why) {
        if (wrongField == null) {
            wrongField = field;
            reason = why;
        }
    }

    /** The position, after all of its fields; null when it is none, see {@link #rejection}. */
    public @Nullable Position finish() {
        if (!hasFixedAt) {
            refuse("fixedAt", "is required");
        }
        if (Double.isNaN(lat)) {
            refuse("lat", "is required");
        }
        if (Double.isNaN(lon)) {
            refuse("lon", "is required");
        }
        if (wrongField != null) {
            return null;
        }
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
                attributes == null ? Map.of() : Collections.unmodifiableMap(attributes),
                false);
    }

    /** What was found wrong first; only after {@link #finish} gave no position. */
    public Rejection rejection(int index, @Nullable String courierId) {
        if (wrongField == null) {
            throw new IllegalStateException("nothing was found wrong");
        }
        return new Rejection(index, courierId, wrongField, reason);
    }

    /** The courier that the item names; null when it named none that is valid. */
    public @Nullable String courierId() {
        return courierId;
    }

    private double degree(String field, double degrees, int max, String range) {
        if (Double.isNaN(degrees)) {
            refuse(field, "is not a number");
        } else if (!(Math.abs(degrees) <= max)) {
            refuse(field, range);
        }
        return degrees + 0.0; // the same place has one zero, not -0.0 as well
    }

    private double known(String field, double number) {
        if (Double.isInfinite(number)) {
            refuse(field, "must be finite");
        }
        return number >= 0 ? number + 0.0 : Double.NaN;
    }

    private void put(String key, String value) {
        if (attributes == null) {
            attributes = new LinkedHashMap<>();
        }
        attributes.put(key, value);
        if (attributes.size() > limits.maxAttributes()) {
            refuse("attributes", "must have at most " + limits.maxAttributes() + " entries");
        }
    }

    /** Half a surrogate pair could be stored but never be written as UTF-8 again. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
