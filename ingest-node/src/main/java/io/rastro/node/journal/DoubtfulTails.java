package io.rastro.node.journal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistence ids of which a write failed in this process, until one succeeds. What failed may be stored later, and so
 * may other failed writes of the same number: what the journal has there is in doubt until a recovery has made it the last
 * of its number. That is one event: an id writes on where its last write that succeeded or was recovered ended, so that all
 * its failed writes begin at one number. Only after a write of several events, as the few stores of the shards have them, or
 * at several numbers what follows is in doubt as well.
 *
 * <p>Holds {@value #MAX} ids. When a write of another one fails it is full, until the process ends, and the last event of
 * every id is in doubt in each recovery; ids with writes of several events are always noted.
 *
 * <p>Any thread.
 */
final class DoubtfulTails {

    static final int MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(DoubtfulTails.class);

    private final Map<String, Tail> tails = new ConcurrentHashMap<>();
    private final int max;
    private volatile boolean full;

    DoubtfulTails() {
        this(MAX);
    }

    DoubtfulTails(int max) {
        this.max = max;
    }

    /** Not a record: each recovery has one of its own, and that of an earlier recovery is another. */
    static final class Tail {

        /** The last event, whatever its number. */
        static final Tail LAST = new Tail(Long.MAX_VALUE, false);

        private final long fromSeqNr;
        private final boolean several;

        private Tail(long fromSeqNr, boolean several) {
            this.fromSeqNr = fromSeqNr;
            this.several = several;
        }

        boolean holds(long seqNr) {
            return several ? seqNr >= fromSeqNr : seqNr == fromSeqNr;
        }

        /** At another number it went on elsewhere meanwhile. */
        private Tail and(Tail later) {
            boolean moved = fromSeqNr != later.fromSeqNr;
            return new Tail(Math.min(fromSeqNr, later.fromSeqNr), several || later.several || moved);
        }

        long fromSeqNr() {
            return fromSeqNr;
        }
    }

    /**
     * @param seqNr the first one of the write
     * @param several whether the write has more than one event
     */
    void writeFailed(String persistenceId, long seqNr, boolean several) {
        if (several || tails.size() < max || tails.containsKey(persistenceId)) {
            tails.merge(persistenceId, new Tail(seqNr, several), Tail::and);
        } else if (!full) {
            full = true;
            LOG.warn("writes of {} entities failed; recoveries write one event more until this node starts again", max);
        }
    }

    /** Cheap as long as no write has failed: it is called after each one. */
    void writeSucceeded(String persistenceId) {
        if (!tails.isEmpty()) {
            tails.remove(persistenceId);
        }
    }

    /** @return what this recovery has to make certain; from now on what an earlier one had is no longer {@link #of} it */
    @Nullable
    Tail recovers(String persistenceId) {
        if (tails.isEmpty() && !full) {
            return null;
        }
        Tail own = tails.computeIfPresent(persistenceId, (id, known) -> new Tail(known.fromSeqNr, known.several));
        return own == null && full ? Tail.LAST : own;
    }

    /** @return what is in doubt now; null: nothing, a write has succeeded since or a recovery has made it certain */
    @Nullable
    Tail of(String persistenceId) {
        Tail known = tails.get(persistenceId);
        return known == null && full ? Tail.LAST : known;
    }

    /** Does nothing when a later recovery has begun. */
    void madeCertain(String persistenceId, Tail tail) {
        tails.remove(persistenceId, tail);
    }
}
