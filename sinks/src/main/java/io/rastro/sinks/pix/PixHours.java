package io.rastro.sinks.pix;

import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.pix.journal.TracedPix;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * By which time an item stands in a history: when it occurred, unless that cannot be; then by when it was received.
 *
 * <p>What a provider reports is taken as it is said, also from 1970 or from the year 9999. By such a time nobody looks for an
 * item, it would stay at the beginning or end of every history for ever, and each would have a partition of its own. Ten years
 * back leave room for an account's past that is brought in later; a day ahead is more than the difference of two clocks or of a
 * local time that was told as UTC (14 h). Both are measured from the receipt, which the journal keeps, and not from the present,
 * so that an item has the same place each time it is written: with other bounds some would be there twice. The row has the time
 * that was said beside it.
 */
public final class PixHours {

    private static final long PAST_MILLIS = Duration.ofDays(3_650).toMillis();
    private static final long AHEAD_MILLIS = Duration.ofDays(1).toMillis();
    private static final long MILLIS = Duration.ofHours(1).toMillis();

    private PixHours() {}

    /** Epoch milliseconds. */
    static long listedAt(TracedPix traced) {
        return timeOf(traced.decided().item().occurredAtMillis(), traced.receivedAtMillis());
    }

    /** Epoch milliseconds. @param occurred as it was told */
    public static long timeOf(long occurred, long received) {
        return occurred >= received - PAST_MILLIS && occurred <= received + AHEAD_MILLIS ? occurred : received;
    }

    /** Hours since 1970, UTC. */
    static long of(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    static long beginMillis(long hour) {
        return hour * MILLIS;
    }

    /** The columns that tell where an item is listed, in the order of the primary key. */
    static Map<String, String> keyOf(TracedPix traced) {
        long at = listedAt(traced);
        Map<String, String> key = new LinkedHashMap<>();
        key.put("accountId", traced.accountId());
        key.put("month", month(of(at)));
        key.put("kind", traced.decided().item().kind().word());
        key.put("hour", Rfc3339.format(beginMillis(of(at))));
        key.put("at", Rfc3339.format(at));
        return key;
    }

    /** As {@code 2026-11}, UTC. */
    static String month(long hour) {
        return YearMonth.from(LocalDate.ofEpochDay(Math.floorDiv(hour, 24))).toString();
    }
}
