package io.rastro.proving.verify;

import java.util.List;

/**
 * The outcome of a check.
 *
 * @param kinds what the stores hold, each kind of item once
 * @param acknowledgedTwice events that two requests were told they had recorded, of those that are of one request
 * @param displaced whether the journal has some event of another request than the one that it was acknowledged to; known
 *     when nothing is lost
 * @param journalGaps sequence numbers that are missing below an entity's highest
 * @param cutOff partitions of Kafka, such as {@code courier.positions-3}, that hold nothing older than the range: what Kafka has
 *     removed of it counts as lost
 * @param writers sequence numbers that were written twice
 */
public record VerifyReport(
        List<KindFigures> kinds,
        long acknowledgedTwice,
        boolean displaced,
        long journalGaps,
        List<String> cutOff,
        WriterFigures writers) {

    public VerifyReport {
        kinds = List.copyOf(kinds);
        cutOff = List.copyOf(cutOff);
    }

    /** Nothing lost, nothing twice where it must be once, nothing in a store that the journal does not have. */
    public boolean isGood() {
        return acknowledgedTwice == 0
                && !displaced
                && journalGaps == 0
                && writers.isHarmless()
                && kinds.stream().allMatch(KindFigures::isGood);
    }

    /** What stands in stores and in no line of the ledger. */
    public long extra() {
        return kinds.stream()
                .flatMap(kind -> kind.stores().stream())
                .mapToLong(StoreFigures::extra)
                .sum();
    }
}
