package io.rastro.node.past;

import io.rastro.node.http.QueryParameters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The parameter {@code at}: the instant that is asked for. */
public final class At {

    public static final String PARAMETER = "at";

    /** As far as the time of a fix may lie ahead of the server's clock. Until then what is known now is the answer. */
    private static final Duration AHEAD = Duration.ofHours(24);

    private At() {}

    /** @return null: now is asked for */
    public static @Nullable Instant of(QueryParameters query, Clock clock) {
        Instant at = query.instant(PARAMETER);
        if (at != null && at.isAfter(clock.instant().plus(AHEAD))) {
            throw QueryParameters.wrong(PARAMETER, "must not be more than 24 hours ahead");
        }
        return at;
    }
}
