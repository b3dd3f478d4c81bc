package io.rastro.protocol;

/** A journal event that goes to the backbone. */
public interface PublishedEvent extends JournalEvent {

    /** When the node received the request: epoch milliseconds, UTC. */
    long receivedAtMillis();
}
