package io.rastro.proving.verify;

import io.rastro.protocol.EventId;
import org.jspecify.annotations.Nullable;

/** Event ids as the stores write them. */
final class EventNames {

    private EventNames() {}

    /** The place of an item, or of the item that a signal is of, whose name has its rule behind that; null when it has none. */
    static @Nullable EventId of(String name) {
        return EventId.parse(name)
                .or(() -> EventId.parse(name.substring(0, Math.max(0, name.lastIndexOf('~')))))
                .orElse(null);
    }

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
