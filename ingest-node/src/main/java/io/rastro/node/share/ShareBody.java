package io.rastro.node.share;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.PositionJson;
import java.io.IOException;
import java.time.Duration;

/** What the sender of a link wants of it: {@code {"expiresInSeconds": 3600}}. */
final class ShareBody {

    private static final String FIELD = "expiresInSeconds";

    private ShareBody() {}

    /**
     * How long the link is to last.
     *
     * @throws io.rastro.node.problem.ProblemException 400 when it is no JSON object, 422 when the time is out of range
     */
    static Duration timeToLive(byte[] json, ShareSettings settings) {
        Duration wanted = settings.defaultTimeToLive();
        try (JsonParser parser = PositionJson.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unreadable();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean known = parser.currentName().equals(FIELD);
                JsonToken value = parser.nextToken();
                if (known && value != JsonToken.VALUE_NULL) {
                    wanted = inRange(value, parser, settings.maxTimeToLive());
                } else {
                    parser.skipChildren(); // of a later version
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw unreadable();
            }
        } catch (IOException notJson) {
            throw unreadable();
        }
        return wanted;
    }

    private static Duration inRange(JsonToken value, JsonParser parser, Duration max) throws IOException {
        long min = ShareSettings.SHORTEST.toSeconds();
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT) {
            int seconds = parser.getIntValue();
            if (seconds >= min && seconds <= max.toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw Problem.of(
                        ProblemType.INVALID_EXPIRY,
                        FIELD,
                        FIELD + " must be a whole number from " + min + " to " + max.toSeconds() + ".")
                .toException();
    }

    private static RuntimeException unreadable() {
        return Problem.of(
                        ProblemType.UNREADABLE_BODY,
                        "body",
                        "The body may be empty, or one JSON object such as {\"" + FIELD + "\":3600}.")
                .toException();
    }
}
