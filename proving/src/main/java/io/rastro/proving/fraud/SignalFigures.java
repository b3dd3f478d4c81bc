package io.rastro.proving.fraud;

import java.util.List;

/**
 * How signals and marks agree. A payment's score is the highest of its signals'.
 *
 * @param payments of the file
 * @param marked of these, as fraud
 * @param curve by rising score
 * @param rules that told anything about a payment of the file, by name
 * @param unreadable records of the topic that could not be read
 */
public record SignalFigures(long payments, long marked, List<Threshold> curve, List<RuleCount> rules, long unreadable) {

    public SignalFigures {
        curve = List.copyOf(curve);
        rules = List.copyOf(rules);
    }

    /**
     * Who would be stopped by a score.
     *
     * @param flagged payments with this score or a higher one
     * @param right of these, marked
     * @param marked of all payments
     */
    public record Threshold(double score, long flagged, long right, long marked) {

        /** From 0 to 1; NaN when nothing is flagged. */
        public double precision() {
            return right / (double) flagged;
        }

        /** From 0 to 1; NaN when nothing is marked. */
        public double recall() {
            return right / (double) marked;
        }
    }

    /**
     * What one rule told.
     *
     * @param flagged payments that it told of
     * @param right of these, marked
     */
    public record RuleCount(String rule, long flagged, long right) {}
}
