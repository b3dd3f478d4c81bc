package io.rastro.node.journal;

import io.rastro.node.membership.Fence;
import io.rastro.sharding.journal.JournalWatch;

/** The journal as couriers see it: away while this node may not write. */
public record FencedJournal(JournalWatch journal, Fence fence) implements JournalWatch {

    @Override
    public boolean isUp() {
        return journal.isUp() && fence.isOpen();
    }

    @Override
    public void written() {
        journal.written();
    }

    /** What the fence held back says nothing of the journal. */
    @Override
    public void writeFailed(String entityId) {
        if (fence.isOpen()) {
            journal.writeFailed(entityId);
        }
    }
}
