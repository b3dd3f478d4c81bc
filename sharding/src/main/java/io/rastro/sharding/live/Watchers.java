package io.rastro.sharding.live;

import akka.actor.typed.ActorRef;
import io.rastro.protocol.JournalEvent;
import io.rastro.sharding.live.Feed.Recorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Those who watch one entity, and the newest events for those who come back. The events are kept while somebody watches,
 * and until a whole ring of them has passed since the last one left; an entity that nobody watches keeps none. Lives
 * inside the entity's actor; not thread-safe, not persisted.
 */
public final class Watchers {

    /**
     * Items that the ring holds at most, whatever the number of events; a larger event is not kept. A watcher on another
     * node who comes back and does not read holds a copy of them.
     */
    static final int MAX_ITEMS = 250;

    private final int ringSize;
    private final Consumer<ActorRef<Feed>> watch;
    private final Deque<Recorded> ring = new ArrayDeque<>();
    private final Set<ActorRef<Feed>> watchers = new HashSet<>();
    private int ringItems;
    /** The ring has every event after this one. */
    private long ringAfter;

    private long lastSeqNr;
    /** How many events have passed since somebody watched. */
    private int unwatched = Integer.MAX_VALUE;

    /** @param watch has the entity call {@link #unsubscribe} when a watcher is gone */
    public Watchers(int ringSize, Consumer<ActorRef<Feed>> watch) {
        this.ringSize = ringSize;
        this.watch = watch;
    }

    /** After recovery. */
    public void recovered(long seqNr) {
        lastSeqNr = seqNr;
        forget();
    }

    public boolean isEmpty() {
        return watchers.isEmpty();
    }

    /** @param latest what a watcher without a cursor begins with; null when there is nothing */
    public void subscribe(
            ActorRef<?> entity, @Nullable Cursor cursor, LiveFrame.@Nullable Item latest, ActorRef<Feed> watcher) {
        unwatched = 0; // also while a watcher reads the journal: it comes back for what was recorded meanwhile
        long next = cursor == null ? lastSeqNr + 1 : cursor.nextSeqNr();
        if (next <= ringAfter) {
            watcher.tell(new Feed.TooFarBack(lastSeqNr));
            return;
        }
        watcher.tell(new Feed.Subscribed(entity, lastSeqNr, latest, ringFrom(next)));
        if (watchers.add(watcher)) {
            watch.accept(watcher);
        }
    }

    /**
     * Of an entity whose state does not have its newest item: the journal does.
     *
     * @param newest the last event with items; 0 when there is none
     */
    public void subscribeByJournal(ActorRef<?> entity, @Nullable Cursor cursor, long newest, ActorRef<Feed> watcher) {
        if (cursor == null && newest > 0) {
            unwatched = 0;
            watcher.tell(new Feed.Newest(newest));
        } else {
            subscribe(entity, cursor, null, watcher);
        }
    }

    public void unsubscribe(ActorRef<Feed> watcher) {
        watchers.remove(watcher);
    }

    /** An event was persisted, with items or without. */
    public void persisted(long seqNr, JournalEvent event) {
        if (event.size() == 0) {
            passed(seqNr);
        } else {
            recorded(seqNr, event);
        }
    }

    private void recorded(long seqNr, JournalEvent event) {
        lastSeqNr = seqNr;
        if (!isKept()) {
            forget();
            return;
        }
        Recorded recorded = new Recorded(seqNr, event);
        for (ActorRef<Feed> watcher : watchers) {
            watcher.tell(recorded);
        }
        ring.addLast(recorded);
        ringItems += event.size();
        while (ring.size() > ringSize || ringItems > MAX_ITEMS) {
            Recorded oldest = ring.removeFirst();
            ringItems -= oldest.event().size();
            ringAfter = oldest.seqNr();
        }
    }

    private boolean isKept() {
        if (!watchers.isEmpty()) {
            unwatched = 0;
        } else if (unwatched <= ringSize) {
            unwatched++;
        }
        return unwatched <= ringSize;
    }

    private void forget() {
        ring.clear();
        ringItems = 0;
        ringAfter = lastSeqNr;
    }

    /** What lies before it is in the journal, for who comes back. */
    private void passed(long seqNr) {
        lastSeqNr = seqNr;
        forget();
        for (ActorRef<Feed> watcher : watchers) {
            watcher.tell(new Feed.Passed(seqNr));
        }
    }

    private List<Recorded> ringFrom(long seqNr) {
        List<Recorded> newer = new ArrayList<>();
        for (Recorded recorded : ring) {
            if (recorded.seqNr() >= seqNr) {
                newer.add(recorded);
            }
        }
        return newer;
    }
}
