package io.rastro.protocol.courier;

import io.rastro.protocol.EventId;
import java.util.Comparator;

/**
 * One position with its place in the journal: what topic {@code courier.positions}, the table, the lake and live
 * watchers carry.
 *
 * @param seqNr the journal's sequence number, from 1
 * @param index the place within the journal event, from 0
 * @param receivedAtMillis when the node received it: epoch milliseconds, UTC
 */
public record TracedPosition(String courierId, long seqNr, int index, long receivedAtMillis, Position position) {

    /** By the time of the fix; of one time in the order in which they were recorded. The last one is the live position. */
    public static final Comparator<TracedPosition> BY_TIME_OF_THE_FIX = Comparator.comparingLong(
                    (TracedPosition traced) -> traced.position().fixedAtMillis())
            .thenComparingLong(TracedPosition::seqNr)
            .thenComparingInt(TracedPosition::index);

    public EventId eventId() {
        return new EventId(CourierId.persistenceId(courierId), seqNr, index);
    }
}
