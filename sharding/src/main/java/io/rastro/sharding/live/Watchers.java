package io.rastro.sharding.live;

import akka.actor.typed.ActorRef;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.live.Feed.Recorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those who watch one entity, and the newest events for those who come back. The events are kept while somebody watches,
 * and until a whole ring of them has passed since the last one left; an entity that nobody watches keeps none. Lives
 * inside the entity's actor; not thread-safe, not persisted.
 */
public final class Watchers {

    /**
     * Positions that the ring holds at most, whatever the number of events; a larger event is not kept. A watcher on another
     * node who comes back and does not read holds a copy of them.
     */
    private static final int MAX_POSITIONS = 250;

    private final int ringSize;
    private final Deque<Recorded> ring = new ArrayDeque<>();
    private final Set<ActorRef<Feed>> watchers = new HashSet<>();
    private int ringPositions;
    /** The ring has every event after this one. */
    private long ringAfter;

    private long lastSeqNr;
    /** How many events have passed since somebody watched. */
    private int unwatched = Integer.MAX_VALUE;

    public Watchers(int ringSize) {
        this.ringSize = ringSize;
    }

    /** After recovery. */
    public void recovered(long seqNr) {
        lastSeqNr = seqNr;
        forget();
    }

    public boolean isEmpty() {
        return watchers.isEmpty();
    }

    /** @return whether it is a new watcher that was subscribed */
    public boolean subscribe(
            ActorRef<?> entity, @Nullable Cursor cursor, @Nullable TracedPosition latest, ActorRef<Feed> watcher) {
        unwatched = 0; // also while a watcher reads the journal: it comes back for what was recorded meanwhile
        long next = cursor == null ? lastSeqNr + 1 : cursor.nextSeqNr();
        if (next <= ringAfter) {
            watcher.tell(new Feed.TooFarBack(lastSeqNr));
            return false;
        }
        watcher.tell(new Feed.Subscribed(entity, lastSeqNr, latest, ringFrom(next)));
        return watchers.add(watcher);
    }

    public void unsubscribe(ActorRef<Feed> watcher) {
        watchers.remove(watcher);
    }

    public void persisted(long seqNr, PositionsRecorded event) {
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
        ringPositions += event.positions().size();
        while (ring.size() > ringSize || ringPositions > MAX_POSITIONS) {
            Recorded oldest = ring.removeFirst();
            ringPositions -= oldest.event().positions().size();
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
        ringPositions = 0;
        ringAfter = lastSeqNr;
    }

    /** An event without positions was persisted. What lies before it is in the journal, for who comes back. */
    public void passed(long seqNr) {
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
