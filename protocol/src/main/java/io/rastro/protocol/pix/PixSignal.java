package io.rastro.protocol.pix;

import java.util.Map;

/**
 * Something about an item that those who look for fraud want to know: a rule's value went over its limit with it.
 *
 * @param index the item's place in its journal event, from 0
 * @param rule such as {@code limite-noturno}
 * @param version of the rule: what it says may mean another thing in the next one
 * @param score above 0, up to 1: how far over the limit, 0.5 just at it, 1 twice the limit and more
 * @param inputs what the rule went by, by name: counts, centavos and limits in figures, nothing of a person
 */
public record PixSignal(int index, String rule, int version, double score, Map<String, String> inputs) {

    public PixSignal {
        if (!(score > 0 && score <= 1)) {
            throw new IllegalArgumentException("a score is above 0 and at most 1");
        }
        inputs = Map.copyOf(inputs);
    }
}
