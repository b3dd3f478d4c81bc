package io.rastro.sinks.letters;

import io.rastro.sinks.kafka.DeadLetter;
import io.rastro.sinks.kafka.LetterContext;

/** A letter in its topic. */
public record StoredLetter(LetterId id, DeadLetter letter) {

    /** How often the original had been put back when it became this letter; 0: never. */
    public int attempt() {
        try {
            return Integer.parseInt(letter.context().getOrDefault(LetterContext.ATTEMPT, "0"));
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    /** Bytes of the original, also where only its beginning was kept. */
    public long originalSize() {
        String cutFrom = letter.context().get(LetterContext.CUT_FROM);
        return cutFrom == null ? letter.original().length : Long.parseLong(cutFrom);
    }
}
