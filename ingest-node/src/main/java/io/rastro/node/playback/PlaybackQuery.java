package io.rastro.node.playback;

import akka.http.javadsl.model.HttpRequest;
import io.rastro.node.http.QueryParameters;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.sinks.table.HistoryCursor;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be played.
 *
 * @param from the first time of a fix, inclusive
 * @param to exclusive; null: all there is
 * @param speed seconds of history in a second
 * @param seen what the client has seen of it, as it came with the last event; null: nothing
 */
record PlaybackQuery(
        Instant from,
        @Nullable Instant to,
        double speed,
        @Nullable String seen) {

    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 1_000;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,9})?");
    private static final String FROM = "from";

    /** Whether history is asked for, instead of what comes. */
    static boolean isOne(QueryParameters query) {
        return List.of(FROM, "to", "speed").stream()
                .anyMatch(name -> query.text(name).isPresent());
    }

    /** @throws io.rastro.node.problem.ProblemException that says what is wrong */
    static PlaybackQuery of(HttpRequest request, QueryParameters query, Clock clock) {
        Instant from = query.instant(FROM);
        if (from == null) {
            throw QueryParameters.wrong(FROM, "is missing: to and speed are of a history that is played from then on");
        }
        if (query.text("fromSeq").isPresent()) {
            throw QueryParameters.wrong("fromSeq", "and from are two questions: ask one");
        }
        if (from.isAfter(clock.instant())) {
            throw QueryParameters.wrong(FROM, "must not be ahead: there is no history yet");
        }
        Instant to = query.instant("to");
        if (to != null && to.isBefore(from)) {
            throw QueryParameters.wrong("to", "must not be before from");
        }
        return new PlaybackQuery(
                from,
                to,
                speed(query.text("speed").orElse("1")),
                request.getHeader("Last-Event-ID")
                        .map(header -> seen(header.value()))
                        .orElse(null));
    }

    boolean isOver() {
        return PlaybackJson.END_ID.equals(seen);
    }

    private static double speed(String text) {
        double speed = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : 0;
        if (speed < SLOWEST || speed > FASTEST) {
            throw QueryParameters.wrong("speed", "must be a decimal number from 0.1 to 1000");
        }
        return speed;
    }

    private static String seen(String id) {
        if (!id.equals(PlaybackJson.END_ID)) {
            try {
                HistoryCursor.parse(id);
            } catch (IllegalArgumentException notOurs) {
                throw Problem.of(
                                ProblemType.INVALID_HEADER,
                                "Last-Event-ID",
                                "Last-Event-ID must be the id of an event of this history.")
                        .toException();
            }
        }
        return id;
    }
}
