package io.rastro.sharding.outbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many events the entities that run on this node have journaled and the backbone has not acknowledged, and for how
 * long. It is made of {@linkplain Share shares}: each says how much is open, not what has changed, so that nothing is left
 * over when an entity fails, starts again or leaves. What an entity left behind is counted again once it has recovered,
 * wherever that is; one that failed and waits to be started again is still here, and so is what it has open.
 */
public final class OutboxBacklog {

    private final LongAdder events = new LongAdder();
    private final LongAdder entities = new LongAdder();
    private final Set<Share> open = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;

    public OutboxBacklog() {
        this(System::nanoTime, System::currentTimeMillis);
    }

    OutboxBacklog(LongSupplier nanoTime, LongSupplier wallMillis) {
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
    }

    /** For any thread. */
    public long events() {
        return events.sum();
    }

    /** Entities that run on this node and have recovered; one that failed since waits to be started again, and counts. */
    public long entities() {
        return entities.sum();
    }

    /**
     * How long the event that waits longest has waited, in seconds; 0 when nothing waits. Too long by at most the time
     * that the backbone took for the events before it; too short only for an entity that recovered and could not read
     * its journal yet, which counts from its recovery. Any thread; looks at every entity that has something open.
     */
    public double oldestSeconds() {
        long now = nanoTime.getAsLong();
        long longest = 0;
        for (Share share : open) {
            longest = Math.max(longest, now - share.since);
        }
        return longest / 1e9;
    }

    Share share() {
        return new Share();
    }

    /**
     * One entity's; for use by its actor. An entity that is never without an open event is not one that waits: so it goes
     * round by round. What was journaled when a round began is published at its end, hence whatever is open then is
     * younger than that beginning.
     */
    final class Share {

        private long mine;
        private long roundUpTo;
        private long roundBegan;
        private volatile long since;
        private boolean counted;

        /** The entity is there. */
        void begin() {
            if (!counted) {
                counted = true;
                entities.increment();
            }
        }

        /** It ends, and with it what it has open. */
        void end() {
            set(0, 0);
            if (counted) {
                counted = false;
                entities.decrement();
            }
        }

        /** @param published every event up to this one, of those up to {@code journaled} */
        void set(long published, long journaled) {
            long nowOpen = journaled - published;
            if (nowOpen == 0) {
                if (mine != 0) {
                    open.remove(this);
                }
            } else if (mine == 0) {
                beginRound(journaled);
                since = roundBegan;
                open.add(this);
            } else if (published >= roundUpTo) {
                since = roundBegan;
                beginRound(journaled);
            }
            if (nowOpen != mine) {
                events.add(nowOpen - mine);
                mine = nowOpen;
            }
        }

        /** The oldest of what is open was received then, by the clock of the node that it came to. */
        void oldestIsOf(long receivedAtMillis) {
            since = nanoTime.getAsLong() - Math.max(0, wallMillis.getAsLong() - receivedAtMillis) * 1_000_000;
        }

        private void beginRound(long journaled) {
            roundUpTo = journaled;
            roundBegan = nanoTime.getAsLong();
        }
    }
}
