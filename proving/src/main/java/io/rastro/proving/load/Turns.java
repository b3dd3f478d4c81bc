package io.rastro.proving.load;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Lanes that take turns until the time is over, or an end is made. */
final class Turns<L extends Batch.Lane> {

    private final long endMillis;
    private final ArrayDeque<L> idle;
    private volatile boolean ended;

    Turns(int lanes, long endMillis) {
        this.endMillis = endMillis;
        this.idle = new ArrayDeque<>(lanes);
    }

    /** Whose turn it is; null when all are busy, or it is over. */
    @Nullable
    L next(long nowMillis) {
        ended = ended || nowMillis >= endMillis;
        return ended ? null : idle.poll();
    }

    void add(L lane) {
        idle.add(lane);
    }

    /** For any thread. */
    void end() {
        ended = true;
    }

    boolean isOver() {
        return ended;
    }
}
