package io.rastro.protocol;

import org.jspecify.annotations.Nullable;

/** When a client says that something happened: from the year 2000 to 24 hours ahead of the server's clock. */
public final class ToldInstant {

    private static final long EARLIEST_MILLIS = 946_684_800_000L; // 2000-01-01T00:00:00Z
    private static final long EARLIEST_AS_SECONDS = EARLIEST_MILLIS / 1000;
    private static final long LATEST_AS_SECONDS = 9_999_999_999L;
    private static final long MAX_AHEAD_MILLIS = 86_400_000L;

    private ToldInstant() {}

    /** Why it is out of these bounds, to be read after the name of its field; null when it is not. Epoch milliseconds. */
    public static @Nullable String whyWrong(long millis, long receivedAtMillis) {
        if (millis < EARLIEST_MILLIS) {
            boolean looksLikeSeconds = millis >= EARLIEST_AS_SECONDS && millis <= LATEST_AS_SECONDS;
            return looksLikeSeconds
                    ? "is before 2000-01-01T00:00:00Z: a number means milliseconds since 1970, not seconds"
                    : "is before 2000-01-01T00:00:00Z";
        }
        return millis - receivedAtMillis > MAX_AHEAD_MILLIS ? "is more than 24 h ahead of the server's clock" : null;
    }
}
