package io.rastro.proving.verify;

import io.rastro.protocol.EventId;
import io.rastro.proving.ledger.EventRanges;

/**
 * What of a store belongs to a check: what the check expects, wherever and whenever it is there, and whatever else says of
 * itself that it was received in the range.
 *
 * @param journal the events of the range, as the journal has them
 * @param acknowledged what is expected
 */
record Scope(ReceivedRange range, EventRanges journal, EventRanges acknowledged) {

    /** Stands for a time of receipt that a store does not tell. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** How many items an event should have; below 0 for an event that nobody knows. */
    int itemCount(String persistenceId, long seqNr) {
        return Math.max(journal.itemCount(persistenceId, seqNr), acknowledged.itemCount(persistenceId, seqNr));
    }

    boolean contains(EventId id, long receivedAtMillis) {
        return isInRange(receivedAtMillis) || itemCount(id.persistenceId(), id.seqNr()) >= 0;
    }

    /** What does not say when it was received belongs to every range. */
    boolean isInRange(long receivedAtMillis) {
        return receivedAtMillis == UNKNOWN || range.contains(receivedAtMillis);
    }
}
