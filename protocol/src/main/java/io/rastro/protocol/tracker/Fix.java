package io.rastro.protocol.tracker;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionDraft;
import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.courier.Rejection;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One fix in the making, as an app tells it. Only time and place can be wrong: whatever else is not what it should be is
 * kept as an attribute, as it was written. Serves one after another; not thread-safe.
 */
final class Fix {

    private static final double ANY = Double.MAX_VALUE;

    private final PositionDraft draft;
    private @Nullable String device;
    private boolean hasTime;
    private boolean hasPlace;
    private int leftOut;

    Fix(PositionLimits limits, long receivedAtMillis) {
        this.draft = new PositionDraft(limits, receivedAtMillis);
    }

    void begin() {
        draft.begin();
        device = null;
        hasTime = false;
        hasPlace = false;
        leftOut = 0;
    }

    void device(String id) {
        device = id;
    }

    @Nullable
    String device() {
        return device;
    }

    /** See {@link TrackerInstant}. */
    void instant(String text) {
        long millis = TrackerInstant.parse(text);
        if (millis == TrackerInstant.INVALID) {
            draft.refuse("fixedAt", "is not an instant");
        } else {
            draft.fixedAt(millis);
        }
        hasTime = true;
    }

    /** Epoch milliseconds, from a clock of ours. */
    void instant(long millis) {
        draft.fixedAt(millis);
        hasTime = true;
    }

    boolean hasTime() {
        return hasTime;
    }

    /** Degrees. */
    void lat(String text) {
        draft.lat(TrackerNumber.parse(text));
        hasPlace = true;
    }

    /** Degrees. */
    void lon(String text) {
        draft.lon(TrackerNumber.parse(text));
        hasPlace = true;
    }

    /** Whether it says anything of where it was. */
    boolean hasPlace() {
        return hasPlace;
    }

    /** @param inMps what one of its unit is in metres a second */
    void speed(String name, String text, double inMps) {
        number(name, text, inMps, ANY, draft::speedMps);
    }

    /** Degrees. */
    void bearing(String name, String text) {
        number(name, text, 1, 360, draft::bearingDeg);
    }

    /** Metres. */
    void accuracy(String name, String text) {
        number(name, text, 1, ANY, draft::accuracyM);
    }

    /** Metres. */
    void altitude(String name, String text) {
        number(name, text, 1, ANY, draft::altitudeM);
    }

    /** 0 to 100. */
    void batteryPercent(String name, String text) {
        number(name, text, 1, 100, draft::batteryPct);
    }

    /** 0 to 1. */
    void batteryShare(String name, String text) {
        number(name, text, 100, 100, share -> draft.batteryPct(Math.round(share * 10) / 10.0));
    }

    void attribute(String name, String value) {
        if (!draft.attributeIfItFits(name, value)) {
            leftOut++;
        }
    }

    void leftOut() {
        leftOut++;
    }

    /** How many fields were not even taken as attributes. */
    int countLeftOut() {
        return leftOut;
    }

    void refuse(String field, String reason) {
        draft.refuse(field, reason);
    }

    @Nullable
    Position finish() {
        return draft.finish();
    }

    /** Only after {@link #finish} gave no position. */
    Rejection rejection() {
        return draft.rejection(0, null);
    }

    private void number(String name, String text, double inOurs, double max, DoubleConsumer field) {
        double number = TrackerNumber.parse(text) * inOurs;
        if (number <= max) {
            field.accept(number);
        } else {
            attribute(name, text);
        }
    }
}
