package io.rastro.protocol.pix;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalLong;

/**
 * The ids of the SPI, 32 characters, case-sensitive: {@code E} for a payment or {@code D} for a return, the ISPB of who
 * made it (8 of {@code [0-9A-Z]} since Pix API 2.9.0), the minute {@code yyyyMMddHHmm} in UTC, 11 of {@code [a-zA-Z0-9]}.
 */
public final class EndToEndId {

    public static final int LENGTH = 32;

    private static final int ISPB = 1;
    private static final int MINUTE = 9;
    private static final int REST = 21;
    private static final long NEAR_MILLIS = 12 * 3_600_000L;

    private EndToEndId() {}

    /** An {@code endToEndId}, with a minute that there is. */
    public static boolean isEndToEndId(String id) {
        return isWellFormed('E', id);
    }

    /** An {@code rtrId}, with a minute that there is. */
    public static boolean isRtrId(String id) {
        return isWellFormed('D', id);
    }

    /** What a provider may call an {@code endToEndId}: {@code E} and 31 of {@code [a-zA-Z0-9]}. */
    public static boolean mayBeEndToEndId(String id) {
        return isLoose('E', id);
    }

    /** What a provider may call an {@code rtrId}: {@code D} and 31 of {@code [a-zA-Z0-9]}. */
    public static boolean mayBeRtrId(String id) {
        return isLoose('D', id);
    }

    /** The beginning of the minute in an id, epoch milliseconds; empty when what stands there is none. */
    public static OptionalLong minute(String id) {
        if (id.length() != LENGTH || !Alphanumeric.areDigits(id, MINUTE, REST)) {
            return OptionalLong.empty();
        }
        int year = number(id, MINUTE, MINUTE + 4);
        int month = number(id, MINUTE + 4, MINUTE + 6);
        int day = number(id, MINUTE + 6, MINUTE + 8);
        int hour = number(id, MINUTE + 8, MINUTE + 10);
        int minute = number(id, MINUTE + 10, REST);
        if (month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()
                || hour > 23
                || minute > 59) {
            return OptionalLong.empty();
        }
        long minutes = LocalDate.of(year, month, day).toEpochDay() * 1440 + hour * 60L + minute;
        return OptionalLong.of(minutes * 60_000);
    }

    /** Whether an instant, epoch milliseconds, is less than 12 h from the minute in an id that has one. */
    public static boolean isNear(String id, long millis) {
        OptionalLong minute = minute(id);
        return minute.isPresent()
                && millis > minute.getAsLong() - NEAR_MILLIS
                && millis < minute.getAsLong() + NEAR_MILLIS;
    }

    private static boolean isWellFormed(char first, String id) {
        return isLoose(first, id)
                && Alphanumeric.areDigitsOrUpperCase(id, ISPB, MINUTE)
                && minute(id).isPresent();
    }

    private static boolean isLoose(char first, String id) {
        return id.length() == LENGTH && id.charAt(0) == first && Alphanumeric.isFrom(id, 1);
    }

    private static int number(String digits, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + digits.charAt(i) - '0';
        }
        return value;
    }
}
