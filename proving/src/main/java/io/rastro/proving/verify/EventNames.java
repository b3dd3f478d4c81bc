package io.rastro.proving.verify;

import io.rastro.protocol.EventId;

/** Event ids as the stores write them. */
final class EventNames {

    private EventNames() {}

    static void count(String text, Census census) {
        EventId id = parse(text);
        census.seen(id.persistenceId(), id.seqNr(), id.index());
    }

    static EventId parse(String text) {
        return EventId.parse(text)
                .orElseThrow(() -> new VerifyException("a store holds something that is no event id: " + text));
    }
}
