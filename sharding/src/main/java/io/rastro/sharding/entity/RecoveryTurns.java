package io.rastro.sharding.entity;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few entities of a node recover at a time that nobody has asked for. A node that takes over thousands of them recovers
 * them as fast as it can, and those that are asked for are not behind all the others. Any thread.
 */
public final class RecoveryTurns {

    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int free;

    /** @param atOnce turns, at least 1 */
    public RecoveryTurns(int atOnce) {
        free = atOnce;
    }

    /** Of one entity. */
    public final class Turn {

        private final Runnable hasCome;
        private State state;

        private Turn(Runnable hasCome, State state) {
            this.hasCome = hasCome;
            this.state = state;
        }

        /** It has recovered, or does not wait for its turn any longer. May be said again. */
        public void end() {
            Turn next;
            synchronized (RecoveryTurns.this) {
                boolean passesOn = state == State.HAS_COME;
                state = State.ENDED;
                next = passesOn ? next() : null;
            }
            if (next != null) {
                next.hasCome.run();
            }
        }
    }

    private enum State {
        WAITS,
        HAS_COME,
        ENDED
    }

    /**
     * @param hasCome run when it has, by whoever's turn ends; not when it has already
     * @return which is to be ended in any case
     */
    public synchronized Turn take(Runnable hasCome) {
        if (free > 0) {
            free--;
            return new Turn(hasCome, State.HAS_COME);
        }
        Turn turn = new Turn(hasCome, State.WAITS);
        waiting.add(turn);
        return turn;
    }

    public synchronized boolean hasCome(Turn turn) {
        return turn.state == State.HAS_COME;
    }

    private @Nullable Turn next() {
        Turn next = waiting.poll();
        while (next != null && next.state == State.ENDED) {
            next = waiting.poll();
        }
        if (next == null) {
            free++;
        } else {
            next.state = State.HAS_COME;
        }
        return next;
    }
}
