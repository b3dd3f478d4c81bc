package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.PixKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Pix account's state as it is written down.
 *
 * @param seqNr the last event that this state holds
 * @param publishedUpTo see {@link PixEvent#publishedUpTo()}
 * @param tabledUpTo see {@link PixRecorded#tabledUpTo()}
 * @param itemsUpTo the last event with items; 0 when there is none
 * @param newest by kind, the last event with an item of it; without those that there were none of
 * @param totals by kind, what happened in all; without those that there were none of
 * @param payments those that the account remembers by itself, in the order in which they leave
 * @param forgottenMinute the newest minute in an id of a payment or return that it does not remember any more, as the number
 *     {@code yyyyMMddHHmm}; -1 when it remembers all
 * @param forgottenOdd a filter of the ids that it does not remember and whose minute cannot be; as the entity writes it
 * @param activity what its signals go by
 */
public record PixSnapshot(
        long seqNr,
        long publishedUpTo,
        long tabledUpTo,
        long itemsUpTo,
        Map<PixKind, Long> newest,
        Map<PixKind, Total> totals,
        List<KnownPayment> payments,
        long forgottenMinute,
        byte[] forgottenOdd,
        ActivityRecord activity) {

    /** How many, and how many centavos. */
    public record Total(long count, long centavos) {}

    /**
     * How many and how much by buckets of time.
     *
     * @param newest number of the newest bucket since 1970; {@link Long#MIN_VALUE} before anything came
     * @param counts by bucket number modulo their number
     * @param centavos likewise
     */
    public record WindowRecord(long bucketMillis, long newest, int[] counts, long[] centavos) {}

    /**
     * What an account did lately, and what is usual for it.
     *
     * @param windows in the entity's order
     * @param usualHour number of the running hour since 1970; {@link Long#MIN_VALUE} before the first payment
     * @param usualCount payments in the running hour
     * @param usualCentavos likewise
     * @param usualHours how many hours the means are of
     * @param usualMeanCount payments an hour
     * @param usualMeanCentavos likewise
     * @param known hashes of the last counterparties, oldest first
     * @param night number of its evening, in days since 1970; {@link Long#MIN_VALUE} when nothing was paid in one
     * @param nightCentavos paid in it
     * @param latestMillis the newest time of an item; {@link Long#MIN_VALUE} before the first one
     * @param above names of the limits that it is above, which was told
     */
    public record ActivityRecord(
            List<WindowRecord> windows,
            long usualHour,
            long usualCount,
            long usualCentavos,
            long usualHours,
            double usualMeanCount,
            double usualMeanCentavos,
            long[] known,
            long night,
            long nightCentavos,
            long latestMillis,
            Set<String> above) {}

    public PixSnapshot {
        newest = Map.copyOf(newest);
        totals = Map.copyOf(totals);
        payments = List.copyOf(payments);
    }
}
