package io.rastro.protocol.courier;

import java.util.Locale;

/**
 * What one position of a {@link PositionsRecorded} came to at the edge of one geofence. Decided once, when the position is
 * recorded, and journaled with it: reading the journal again gives the same.
 *
 * @param index the place of the position within its event
 * @param geofenceId same rule as {@link CourierId}
 * @param enteredAtMillis the time of the fix that entered: of this very position for {@link Kind#ENTER}; epoch
 *     milliseconds, UTC
 */
public record GeofenceCrossing(int index, String geofenceId, Kind kind, long enteredAtMillis) {

    /** Per geofence and courier {@code enter}, at most one {@code dwell}, {@code exit}, and again. */
    public enum Kind {
        /** The first position inside. */
        ENTER,
        /** The first position that is inside for at least as long as the geofence asks for. */
        DWELL,
        /** The first position that is not inside any more, or for which the geofence does not apply any more. */
        EXIT;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** As it is written everywhere: {@code enter}, {@code dwell}, {@code exit}. */
        public String text() {
            return text;
        }

        /** @throws IllegalArgumentException when there is no such kind */
        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
