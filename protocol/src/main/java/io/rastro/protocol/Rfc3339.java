package io.rastro.protocol;

/**
 * Instants as RFC 3339 has them, to the millisecond, without the objects that {@code java.time} makes on the way: this
 * runs for every position that comes in and for every one that is watched.
 */
public final class Rfc3339 {

    /** What {@link #parse} answers when the text is not an instant. */
    public static final long INVALID = Long.MIN_VALUE;

    /** Length of what {@link #format} writes, {@code 2026-11-21T08:15:30.123Z}. */
    public static final int FORMATTED_LENGTH = 24;

    private static final long MILLIS_A_DAY = 86_400_000L;
    private static final long FIRST = -62_167_219_200_000L; // 0000-01-01T00:00:00Z
    private static final long LAST = 253_402_300_799_999L; // 9999-12-31T23:59:59.999Z
    private static final int DAYS_FROM_0000_TO_1970 = 719_528;

    private Rfc3339() {}

    /** As {@link #parse(char[], int, int)}. */
    public static long parse(String text) {
        return parse(text.toCharArray(), 0, text.length());
    }

    /**
     * Date, {@code T} or {@code t}, time with any fraction, and {@code Z}, {@code z} or an offset {@code ±hh:mm}. A
     * leap second counts as the second after it.
     *
     * @return epoch milliseconds, finer fractions cut off; {@link #INVALID} when the text is anything else
     */
    public static long parse(char[] text, int offset, int length) {
        if (length < 20) {
            return INVALID;
        }
        int end = offset + length;
        int year = number(text, offset, 4);
        int month = number(text, offset + 5, 2);
        int day = number(text, offset + 8, 2);
        int hour = number(text, offset + 11, 2);
        int minute = number(text, offset + 14, 2);
        int second = number(text, offset + 17, 2);
        if ((year | month | day | hour | minute | second) < 0
                || text[offset + 4] != '-'
                || text[offset + 7] != '-'
                || (text[offset + 10] | 0x20) != 't'
                || text[offset + 13] != ':'
                || text[offset + 16] != ':'
                || month < 1
                || month > 12
                || day < 1
                || day > daysIn(year, month)
                || hour > 23
                || minute > 59
                || second > 60) {
            return INVALID;
        }
        int at = offset + 19;
        int millis = 0;
        if (text[at] == '.') {
            int digit = ++at;
            int scale = 100;
            while (digit < end && text[digit] >= '0' && text[digit] <= '9') {
                millis += scale * (text[digit++] - '0');
                scale /= 10;
            }
            if (digit == at || digit == end) {
                return INVALID;
            }
            at = digit;
        }
        int offsetMinutes = offsetMinutes(text, at, end);
        if (offsetMinutes == Integer.MIN_VALUE) {
            return INVALID;
        }
        long wholeSeconds = epochDay(year, month, day) * 86_400L + (hour * 60L + minute - offsetMinutes) * 60L + second;
        if (second == 60 && wholeSeconds % 86_400 != 0) {
            return INVALID; // leap seconds end a day of UTC
        }
        return wholeSeconds * 1000 + millis;
    }

    /** {@code 2026-11-21T08:15:30.123Z}; years outside 0 to 9999 as {@code java.time} writes them. */
    public static String format(long epochMillis) {
        if (epochMillis < FIRST || epochMillis > LAST) {
            return java.time.Instant.ofEpochMilli(epochMillis).toString();
        }
        char[] text = new char[FORMATTED_LENGTH];
        format(epochMillis, text, 0);
        return new String(text);
    }

    /**
     * Writes {@link #FORMATTED_LENGTH} characters, all of them ASCII.
     *
     * @param epochMillis within the years 0 to 9999
     */
    public static void format(long epochMillis, char[] into, int offset) {
        if (epochMillis < FIRST || epochMillis > LAST) {
            throw new IllegalArgumentException("not within the years 0 to 9999");
        }
        int ofDay = (int) Math.floorMod(epochMillis, MILLIS_A_DAY);
        date((int) Math.floorDiv(epochMillis, MILLIS_A_DAY), into, offset);
        into[offset + 10] = 'T';
        two(ofDay / 3_600_000, into, offset + 11);
        into[offset + 13] = ':';
        two(ofDay / 60_000 % 60, into, offset + 14);
        into[offset + 16] = ':';
        two(ofDay / 1000 % 60, into, offset + 17);
        into[offset + 19] = '.';
        into[offset + 20] = (char) ('0' + ofDay / 100 % 10);
        two(ofDay % 100, into, offset + 21);
        into[offset + 23] = 'Z';
    }

    /** Civil date from days, with years that begin in March: "Euclidean affine functions", Neri and Schneider. */
    private static void date(int epochDay, char[] into, int offset) {
        int shifted = epochDay + DAYS_FROM_0000_TO_1970 - 60 + 146_097; // from 1 March of year -400
        int century = (4 * shifted + 3) / 146_097;
        int ofCentury = shifted - 146_097 * century / 4;
        int yearOfCentury = (4 * ofCentury + 3) / 1461;
        int dayOfYear = ofCentury - 1461 * yearOfCentury / 4;
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = 100 * century + yearOfCentury - 400 + (month <= 2 ? 1 : 0);
        two(year / 100, into, offset);
        two(year % 100, into, offset + 2);
        into[offset + 4] = '-';
        two(month, into, offset + 5);
        into[offset + 7] = '-';
        two(day, into, offset + 8);
    }

    private static long epochDay(int year, int month, int day) {
        int marchYear = month <= 2 ? year + 399 : year + 400; // 400 years on, so that nothing is negative
        int marchMonth = month <= 2 ? month + 9 : month - 3;
        int days = 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + (153 * marchMonth + 2) / 5;
        return days + day - 1 - 146_097L + 60 - DAYS_FROM_0000_TO_1970;
    }

    private static int daysIn(int year, int month) {
        if (month == 2) {
            return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    private static int offsetMinutes(char[] text, int at, int end) {
        char sign = text[at];
        if ((sign | 0x20) == 'z') {
            return at + 1 == end ? 0 : Integer.MIN_VALUE;
        }
        if ((sign != '+' && sign != '-') || end - at != 6 || text[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, 2);
        int minutes = number(text, at + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return sign == '-' ? -(hours * 60 + minutes) : hours * 60 + minutes;
    }

    /** -1 when a character is not a digit. */
    private static int number(char[] text, int offset, int digits) {
        int value = 0;
        for (int i = offset; i < offset + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static void two(int value, char[] into, int offset) {
        into[offset] = (char) ('0' + value / 10);
        into[offset + 1] = (char) ('0' + value % 10);
    }
}
