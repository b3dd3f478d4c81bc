package io.rastro.sinks.kafka;

import java.time.Instant;
import java.util.Map;

/**
 * Something that could not be used and must not vanish.
 *
 * @param source who refuses it, such as {@code rastro-table}
 * @param reason why, one sentence without personal data
 * @param original the bytes as they came
 * @param context where it came from; of a record see {@link LetterContext}
 */
public record DeadLetter(String source, String reason, Instant at, byte[] original, Map<String, String> context) {

    @Override
    public String toString() {
        return "DeadLetter[source=" + source + ", reason=" + reason + ", bytes=" + original.length + "]";
    }
}
