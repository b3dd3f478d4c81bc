package io.rastro.proving.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Ids and keys of a load's own making that keep the rules of Pix. */
final class PixIds {

    static final int REST_LENGTH = 11;

    private static final String ISPB = "00000000";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ZoneOffset.UTC);

    private PixIds() {}

    /** @param rest {@link #REST_LENGTH} of {@code [a-zA-Z0-9]} that no other payment of this minute has */
    static String endToEndId(long millis, String rest) {
        return id('E', millis, rest);
    }

    /** @param rest {@link #REST_LENGTH} of {@code [a-zA-Z0-9]} that no other return of this minute has */
    static String rtrId(long millis, String rest) {
        return id('D', millis, rest);
    }

    /** The last eleven digits of a number from 0. */
    static String rest(long number) {
        return digits(number, 10, REST_LENGTH);
    }

    /** The last so many digits of a number from 0. */
    static String digits(long number, int radix, int length) {
        String digits = "0".repeat(length) + Long.toString(number, radix);
        return digits.substring(digits.length() - length);
    }

    /** A random key that somebody of this name always has. */
    static String evp(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String id(char first, long millis, String rest) {
        return first + ISPB + MINUTE.format(Instant.ofEpochMilli(millis)) + rest;
    }
}
