package io.rastro.proving.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer that JSON is written into without objects in between: the load shares its machine with what it
 * measures.
 */
final class JsonBytes {

    private static final long FRACTION = 10_000_000;
    private static final int DAYS_TO_EPOCH = 719_468;

    private byte[] bytes = new byte[512];
    private int size;

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    int size() {
        return size;
    }

    JsonBytes clear() {
        size = 0;
        return this;
    }

    @SuppressWarnings("deprecation") // the one copy of ASCII without an encoder
    JsonBytes ascii(String text) {
        int length = text.length();
        ensure(length);
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    JsonBytes bytes(byte[] source) {
        ensure(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
        return this;
    }

    JsonBytes character(char c) {
        ensure(1);
        bytes[size++] = (byte) c;
        return this;
    }

    JsonBytes string(String text) {
        character('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                ascii(String.format("\\u%04x", (int) c));
            } else if (c < 0x80) {
                character(c);
            } else {
                int width = Character.charCount(text.codePointAt(i));
                bytes(text.substring(i, i + width).getBytes(StandardCharsets.UTF_8));
                i += width - 1;
            }
        }
        return character('"');
    }

    /** The shortest decimal for what GPS receivers give (at most seven digits after the point), exact for all. */
    JsonBytes number(double value) {
        long scaled = Math.abs(value) < 1e9 ? Math.round(value * FRACTION) : Long.MAX_VALUE;
        if (scaled == Long.MAX_VALUE || (double) scaled / FRACTION != value) {
            return ascii(Double.toString(value));
        }
        if (scaled < 0) {
            character('-');
            scaled = -scaled;
        }
        integer(scaled / FRACTION);
        long fraction = scaled % FRACTION;
        if (fraction == 0) {
            return this;
        }
        character('.');
        for (long unit = FRACTION / 10; fraction > 0; unit /= 10) {
            character((char) ('0' + fraction / unit));
            fraction %= unit;
        }
        return this;
    }

    JsonBytes integer(long value) {
        if (value >= 10) {
            integer(value / 10);
        }
        return character((char) ('0' + value % 10));
    }

    /** An RFC 3339 instant with milliseconds, in quotes. */
    JsonBytes instant(long epochMillis) {
        long days = Math.floorDiv(epochMillis, 86_400_000L);
        int ofDay = (int) Math.floorMod(epochMillis, 86_400_000L);
        character('"');
        date(days);
        character('T');
        digits(ofDay / 3_600_000, 2).character(':');
        digits(ofDay / 60_000 % 60, 2).character(':');
        digits(ofDay / 1000 % 60, 2).character('.');
        return digits(ofDay % 1000, 3).ascii("Z\"");
    }

    /** Days since 1970 as a civil date: years start in March here, so that the leap day is a year's last. */
    private void date(long epochDay) {
        long day = epochDay + DAYS_TO_EPOCH;
        long era = Math.floorDiv(day, 146_097L);
        int dayOfEra = (int) Math.floorMod(day, 146_097L);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        digits((int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0), 4).character('-');
        digits(month, 2).character('-');
        digits(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2);
    }

    private JsonBytes digits(int value, int width) {
        ensure(width);
        for (int at = size + width - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + value % 10);
            value /= 10;
        }
        size += width;
        return this;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
