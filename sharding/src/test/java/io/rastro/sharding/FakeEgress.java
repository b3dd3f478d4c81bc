package io.rastro.sharding;

import io.rastro.protocol.Egress;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A backbone that the test fills, breaks and mends. */
public final class FakeEgress implements Egress {

    private final List<Outgoing> published = new ArrayList<>();
    private FakeLine line = new FakeLine();
    private boolean full;
    private boolean acknowledging = true;
    private boolean losing;

    @Override
    public synchronized Line line() {
        if (!line.open) {
            line = new FakeLine();
        }
        return line;
    }

    public synchronized void full(boolean isFull) {
        full = isFull;
    }

    /** While false, items are taken and nothing comes of them. */
    public synchronized void acknowledging(boolean does) {
        acknowledging = does;
        line.publish();
    }

    /** While true, items are taken and lost, and the line stays open. */
    public synchronized void losing(boolean does) {
        losing = does;
    }

    /** What was taken and not acknowledged is lost. */
    public synchronized void breakLine() {
        line.open = false;
        line.taken.clear();
    }

    public synchronized List<Outgoing> items() {
        return List.copyOf(published);
    }

    public synchronized List<Long> published() {
        return published.stream().map(Outgoing::seqNr).toList();
    }

    public synchronized List<Position> publishedPositions() {
        return published.stream()
                .flatMap(item -> item.event() instanceof PositionsRecorded recorded
                        ? recorded.positions().stream()
                        : Stream.empty())
                .toList();
    }

    private final class FakeLine implements Line {

        private final Deque<Outgoing> taken = new ArrayDeque<>();
        private boolean open = true;

        @Override
        public boolean offer(Outgoing item) {
            synchronized (FakeEgress.this) {
                if (!open || full) {
                    return false;
                }
                if (!losing) {
                    taken.add(item);
                    publish();
                }
                return true;
            }
        }

        @Override
        public boolean isOpen() {
            synchronized (FakeEgress.this) {
                return open;
            }
        }

        /** As if others were acknowledged all the time. */
        @Override
        public long lastAcknowledgement() {
            return System.nanoTime();
        }

        private void publish() {
            while (acknowledging && !taken.isEmpty()) {
                Outgoing item = taken.poll();
                published.add(item);
                item.acknowledgement().published(item.seqNr());
            }
        }
    }
}
