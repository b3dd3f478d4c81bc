package io.rastro.node.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import akka.http.scaladsl.model.IllegalUriException;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.Rfc3339;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's query, each parameter checked as it is asked for. A wrong one is a 400 that names it. */
public final class QueryParameters {

    private static final long LAST_MILLIS = 253_402_300_799_999L; // 9999-12-31T23:59:59.999Z

    private final Query query;

    private QueryParameters(Query query) {
        this.query = query;
    }

    public static QueryParameters of(HttpRequest request) {
        try {
            return new QueryParameters(request.getUri().query());
        } catch (IllegalUriException broken) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER, "query", "The query is not percent-encoded as it should be.")
                    .toException();
        }
    }

    public Optional<String> text(String name) {
        return query.get(name);
    }

    /** RFC 3339, or epoch milliseconds. */
    public @Nullable Instant instant(String name) {
        String text = query.get(name).orElse(null);
        if (text == null) {
            return null;
        }
        long millis = Rfc3339.parse(text.replace(' ', '+')); // a + of an offset that was not encoded
        if (millis == Rfc3339.INVALID) {
            millis = epochMillis(name, text);
        }
        return Instant.ofEpochMilli(millis);
    }

    public int intIn(String name, int min, int max, int otherwise) {
        String text = query.get(name).orElse(null);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw wrong(name, "must be a whole number from " + min + " to " + max);
    }

    public static RuntimeException wrong(String name, String why) {
        return Problem.of(ProblemType.INVALID_PARAMETER, name, name + " " + why + ".")
                .toException();
    }

    private static long epochMillis(String name, String text) {
        try {
            long millis = Long.parseLong(text);
            if (millis >= -LAST_MILLIS && millis <= LAST_MILLIS) {
                return millis;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw wrong(name, "must be an RFC 3339 instant or milliseconds since 1970");
    }
}
