package io.rastro.proving.verify;

import io.rastro.protocol.EventId;
import org.jspecify.annotations.Nullable;

/** Event ids as the stores write them. */
final class EventNames {

    private EventNames() {}

    /**
     * Counts what belongs to the check. Something without an event id is no position of the journal.
     *
     * @param receivedAtMillis see {@link Scope#UNKNOWN}
     * @return whether it was counted, for the first time
     */
    static boolean count(@Nullable String text, long receivedAtMillis, Scope scope, Census census) {
        EventId id = text == null ? null : EventId.parse(text).orElse(null);
        if (id == null) {
            if (scope.isInRange(receivedAtMillis)) {
                census.foreign();
            }
            return false;
        }
        return scope.contains(id, receivedAtMillis) && census.seen(id.persistenceId(), id.seqNr(), id.index());
    }
}
