package io.rastro.protocol.tracker;

import io.rastro.protocol.Rfc3339;

/** Instants as the apps write them. */
final class TrackerInstant {

    /** What {@link #parse} answers when the text is no instant. */
    static final long INVALID = Rfc3339.INVALID;

    /** From here on a number means milliseconds; as seconds it would be the year 2038. */
    private static final double FIRST_AS_MILLIS = Integer.MAX_VALUE;

    private static final double LAST_MILLIS = 253_402_300_799_999d; // 9999-12-31T23:59:59.999Z

    private static final int DATE_LENGTH = "yyyy-MM-dd".length();
    private static final int SHORTEST = "yyyy-MM-ddTHH:mm:ss".length();
    private static final int LONGEST = 64;

    private TrackerInstant() {}

    /**
     * Epoch seconds or milliseconds, with any fraction; RFC 3339, whose offset may lack its colon or be absent (UTC);
     * {@code yyyy-MM-dd HH:mm:ss} in UTC.
     *
     * @return epoch milliseconds, or {@link #INVALID}
     */
    static long parse(String text) {
        if (text.length() > LONGEST) {
            return INVALID;
        }
        if (text.length() >= SHORTEST && text.charAt(DATE_LENGTH - 3) == '-') {
            return written(text);
        }
        double number = TrackerNumber.parse(text);
        double millis = number < FIRST_AS_MILLIS ? number * 1000 : number;
        return Math.abs(millis) <= LAST_MILLIS ? Math.round(millis) : INVALID;
    }

    private static long written(String text) {
        StringBuilder instant = new StringBuilder(text);
        if (instant.charAt(DATE_LENGTH) == ' ') {
            instant.setCharAt(DATE_LENGTH, 'T');
        }
        int zone = SHORTEST;
        while (zone < instant.length() && isOfFraction(instant.charAt(zone))) {
            zone++;
        }
        if (zone == instant.length()) {
            instant.append('Z');
        } else if (instant.charAt(zone) == ' ') {
            instant.setCharAt(zone, '+'); // of a query in which it was not encoded
        }
        if (instant.length() - zone == "+hhmm".length()) {
            instant.insert(zone + "+hh".length(), ':');
        }
        return Rfc3339.parse(instant.toString());
    }

    private static boolean isOfFraction(char c) {
        return c == '.' || (c >= '0' && c <= '9');
    }
}
