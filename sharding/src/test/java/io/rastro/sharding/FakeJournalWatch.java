package io.rastro.sharding;

import io.rastro.sharding.journal.JournalWatch;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Says that the journal is up unless the test says otherwise, and keeps what it is told. */
public final class FakeJournalWatch implements JournalWatch {

    public volatile boolean up = true;
    public final AtomicInteger written = new AtomicInteger();
    public final Queue<String> failed = new ConcurrentLinkedQueue<>();

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void written() {
        written.incrementAndGet();
    }

    @Override
    public void writeFailed(String entityId) {
        failed.add(entityId);
    }
}
