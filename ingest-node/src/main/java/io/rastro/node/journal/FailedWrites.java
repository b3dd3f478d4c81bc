package io.rastro.node.journal;

import java.util.HashSet;
import java.util.Set;

/**
 * Writes that failed since the last one that was acknowledged. They speak against the journal when they are those of
 * several couriers and came for a while: one courier alone may have a trouble of its own. Not thread-safe.
 */
final class FailedWrites {

    static final int COURIERS = 3;

    /** Ticks without another failure after which those before it mean nothing: five seconds. */
    private static final int FORGOTTEN = 100;

    private final int ticks;
    private final Set<String> couriers = new HashSet<>(); // as many as count, no more
    private int sinceFirst;
    private int sinceLast;

    /** @param ticks from the first failure on for which they must come */
    FailedWrites(int ticks) {
        this.ticks = ticks;
    }

    /** @return whether it is time to say that the journal takes nothing */
    boolean failed(String courierId) {
        if (couriers.isEmpty()) {
            sinceFirst = 0;
        }
        sinceLast = 0;
        if (couriers.size() < COURIERS) {
            couriers.add(courierId);
        }
        return couriers.size() == COURIERS && sinceFirst >= ticks;
    }

    void tick() {
        sinceFirst++;
        if (++sinceLast > FORGOTTEN + ticks) {
            clear();
        }
    }

    void clear() {
        couriers.clear();
    }
}
