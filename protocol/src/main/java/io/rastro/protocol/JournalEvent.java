package io.rastro.protocol;

/** What an entity's journal holds, whatever kind of entity it is; each kind has a sealed interface of its own. */
public interface JournalEvent {

    /** Every event of this entity up to this sequence number was published when this event was persisted. */
    long publishedUpTo();

    /** How many items it holds, by which readers bound what they hold. */
    default int size() {
        return 0;
    }
}
