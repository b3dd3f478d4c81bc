package io.rastro.protocol.courier;

import io.rastro.protocol.EventId;

/**
 * One position with its place in the journal: what topic {@code courier.positions}, the table, the lake and live
 * watchers carry.
 *
 * @param seqNr the journal's sequence number, from 1
 * @param index the place within the journal event, from 0
 * @param receivedAtMillis when the node received it: epoch milliseconds, UTC
 */
public record TracedPosition(String courierId, long seqNr, int index, long receivedAtMillis, Position position) {

    public EventId eventId() {
        return new EventId(CourierId.persistenceId(courierId), seqNr, index);
    }
}
