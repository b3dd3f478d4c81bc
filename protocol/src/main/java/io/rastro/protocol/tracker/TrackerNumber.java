package io.rastro.protocol.tracker;

import com.fasterxml.jackson.core.io.NumberInput;

/** Numbers as the apps write them: whole, or with a fraction where a whole one is meant. */
final class TrackerNumber {

    private static final int LONGEST = 64;

    private TrackerNumber() {}

    /** NaN when the text is no number, or one that is not finite. */
    static double parse(String text) {
        if (text.length() > LONGEST) {
            return Double.NaN;
        }
        try {
            double number = NumberInput.parseDouble(text, true);
            return Double.isInfinite(number) ? Double.NaN : number;
        } catch (NumberFormatException noNumber) {
            return Double.NaN;
        }
    }
}
