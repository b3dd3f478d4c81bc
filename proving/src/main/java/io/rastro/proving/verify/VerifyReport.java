package io.rastro.proving.verify;

import java.util.List;

/**
 * The outcome of a check.
 *
 * @param events acknowledged journal events, or those of the range
 * @param items their positions
 * @param acknowledgedTwice events that two requests were told they had recorded
 * @param displaced whether the journal has some event of another request than the one that it was acknowledged to; known
 *     when nothing is lost
 * @param journalGaps sequence numbers that are missing below an entity's highest
 * @param stores the journal first
 * @param cutOff partitions of Kafka that hold nothing older than the range: what Kafka has removed of it counts as lost
 * @param writers sequence numbers that were written twice
 */
public record VerifyReport(
        long events,
        long items,
        long acknowledgedTwice,
        boolean displaced,
        long journalGaps,
        List<StoreFigures> stores,
        List<Integer> cutOff,
        WriterFigures writers) {

    /** Nothing lost, nothing twice where it must be once, nothing in a store that the journal does not have. */
    public boolean isGood() {
        return acknowledgedTwice == 0
                && !displaced
                && journalGaps == 0
                && writers.isHarmless()
                && stores.stream().allMatch(VerifyReport::isGood);
    }

    private static boolean isGood(StoreFigures store) {
        boolean repeats = store.duplicates() > 0 && !store.store().equals("kafka");
        return store.lost() == 0 && !repeats && store.unknown() == 0 && store.outOfOrder() == 0;
    }
}
