package io.rastro.node.pix;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Makes the ids of returns that this participant begins: {@code D}, its ISPB, the minute in UTC, and 11 of
 * {@code [a-zA-Z0-9]} that nobody can guess. Of 65 bits: two in one minute are the same once in as good as never. Any thread.
 */
record RtrIds(String ispb, SecureRandom random) {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHOSEN = 11;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ZoneOffset.UTC);

    String next(Instant now) {
        StringBuilder id = new StringBuilder(32).append('D').append(ispb).append(MINUTE.format(now));
        for (int i = 0; i < CHOSEN; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
