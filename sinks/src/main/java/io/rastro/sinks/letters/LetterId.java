package io.rastro.sinks.letters;

import java.util.Optional;

/** A letter's place in its topic, as text {@code 2-1041}. */
public record LetterId(int partition, long offset) {

    /** Empty when the text is no such place. */
    public static Optional<LetterId> parse(String text) {
        int dash = text.indexOf('-');
        try {
            int partition = Integer.parseInt(text, 0, Math.max(dash, 0), 10);
            long offset = Long.parseLong(text, dash + 1, text.length(), 10);
            return partition < 0 || offset < 0 ? Optional.empty() : Optional.of(new LetterId(partition, offset));
        } catch (NumberFormatException notAPlace) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
