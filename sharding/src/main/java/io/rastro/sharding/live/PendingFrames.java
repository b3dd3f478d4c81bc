package io.rastro.sharding.live;

import io.rastro.protocol.JournalEvent;
import io.rastro.sharding.live.LiveFrame.Item;
import io.rastro.sharding.live.LiveFrame.Lagging;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one connection, in order. Items stay in the event they came with, which the entity and its other
 * watchers on this node share; a frame is made when the connection takes it. Not thread-safe.
 *
 * <p>A reader is slow when {@value #MAX_WAITING} items wait behind the event that is being sent, not counting what it
 * came back for, and yet another event comes. Then all of that is left out, and the newest item follows one
 * {@link Lagging}. So apart from what it came back for two events and less than {@value #MAX_WAITING} items between
 * them are held, whatever the reader does; and an event is never too large for one who takes it.
 */
final class PendingFrames {

    /**
     * With an entity on another node nothing is shared: a position that was posted alone takes 280 to 330 bytes of the heap
     * with the event around it, one of many 95 to 150. So a slow reader of a courier takes less than 64 KiB with its session
     * and its stream, as long as no event is a large one. A Pix item takes 90 to 580 bytes, the most when
     * both its parties are known.
     */
    static final int MAX_WAITING = 150;

    private final LiveItems<?> items;
    private final String entityId;
    /** Before all events, at most two: a live item, a heartbeat, or what stands for what was left out. */
    private final Deque<LiveFrame> ahead = new ArrayDeque<>(2);

    private final Deque<Run> runs = new ArrayDeque<>();
    /** Items in the runs after the first one, without the backlog. */
    private int waiting;

    private Cursor sent;

    PendingFrames(LiveItems<?> items, String entityId, Cursor sent) {
        this.items = items;
        this.entityId = entityId;
        this.sent = sent;
    }

    boolean isEmpty() {
        return ahead.isEmpty() && runs.isEmpty();
    }

    /** What a first {@link Lagging} is counted from. */
    void begin(Cursor after) {
        sent = after;
    }

    /** Before the first event, or while nothing waits. */
    void add(LiveFrame frame) {
        ahead.add(frame);
    }

    /** What the watcher came back for: does not make it a slow one. */
    void addBacklog(long seqNr, JournalEvent event, int fromIndex) {
        addRun(new Run(seqNr, event, fromIndex, true));
    }

    void addEvent(long seqNr, JournalEvent event, int fromIndex) {
        if (waiting >= MAX_WAITING) {
            conflate(seqNr, event);
        } else {
            addRun(new Run(seqNr, event, fromIndex, false));
        }
    }

    /** The next frame for the connection; null when nothing waits. */
    @Nullable
    LiveFrame next() {
        LiveFrame frame = ahead.isEmpty() ? nextItem() : ahead.remove();
        if (frame instanceof Item item) {
            sent = item.cursor();
        } else if (frame instanceof Lagging lagging) {
            sent = lagging.to();
        }
        return frame;
    }

    private @Nullable LiveFrame nextItem() {
        Run run = runs.peek();
        if (run == null) {
            return null;
        }
        LiveFrame frame = frame(run.seqNr, run.event, run.index++);
        if (run.left() == 0) {
            runs.remove();
            waiting -= counted(runs.peek());
        }
        return frame;
    }

    private void addRun(Run run) {
        if (run.left() > 0) {
            waiting += runs.isEmpty() ? 0 : counted(run);
            runs.add(run);
        }
    }

    private static int counted(@Nullable Run run) {
        return run == null || run.backlog ? 0 : run.left();
    }

    private void conflate(long seqNr, JournalEvent newest) {
        int last = newest.size() - 1;
        Cursor to = last > 0 ? new Cursor(seqNr, last - 1) : runs.getLast().end();
        runs.clear();
        waiting = 0;
        ahead.clear();
        ahead.add(new Lagging(sent, to));
        ahead.add(frame(seqNr, newest, last));
    }

    private Item frame(long seqNr, JournalEvent event, int index) {
        return items.at(entityId, seqNr, event, index);
    }

    /** What is left of one event. */
    private static final class Run {

        private final long seqNr;
        private final JournalEvent event;
        private final boolean backlog;
        private int index;

        private Run(long seqNr, JournalEvent event, int index, boolean backlog) {
            this.seqNr = seqNr;
            this.event = event;
            this.index = index;
            this.backlog = backlog;
        }

        private int left() {
            return event.size() - index;
        }

        private Cursor end() {
            return new Cursor(seqNr, event.size() - 1);
        }
    }
}
