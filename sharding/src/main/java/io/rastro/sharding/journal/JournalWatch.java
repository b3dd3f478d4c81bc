package io.rastro.sharding.journal;

/** What a node knows about its journal, and what the entities that write there can tell it. Any thread; no call blocks. */
public interface JournalWatch {

    /** Whether the journal answers, as far as the node knows. */
    boolean isUp();

    /** A write of this node was acknowledged. */
    void written();

    /** @param entityId whose write failed: one that fails alone may have a trouble of its own */
    void writeFailed(String entityId);
}
