package io.rastro.node.journal;

import akka.persistence.PersistentRepr;
import io.rastro.node.journal.DoubtfulTails.Tail;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * Replays the last of several events with one sequence number, which come by the time they were written, and keeps those
 * that are in doubt. Holds each event back until one of another number comes. Told one after the other.
 */
final class LastOfEach {

    private final long toSequenceNr;
    private final @Nullable Tail doubtful;
    private final Function1<PersistentRepr, BoxedUnit> replay;
    private final Queue<PersistentRepr> inDoubt = new ArrayDeque<>(0);
    private @Nullable PersistentRepr held;

    /** @param toSequenceNr what lies beyond it is not replayed */
    LastOfEach(long toSequenceNr, @Nullable Tail doubtful, Function1<PersistentRepr, BoxedUnit> replay) {
        this.toSequenceNr = toSequenceNr;
        this.doubtful = doubtful;
        this.replay = replay;
    }

    BoxedUnit next(PersistentRepr event) {
        if (event.sequenceNr() <= toSequenceNr) {
            if (held != null && held.sequenceNr() != event.sequenceNr()) {
                replay(held);
            }
            held = event;
        }
        return BoxedUnit.UNIT;
    }

    /** @return the events in doubt, in order */
    Queue<PersistentRepr> end() {
        if (held != null) {
            replay(held);
            if (doubtful == Tail.LAST) {
                inDoubt.add(held);
            }
        }
        return inDoubt;
    }

    private void replay(PersistentRepr event) {
        replay.apply(event);
        if (doubtful != null && doubtful.holds(event.sequenceNr())) {
            inDoubt.add(event);
        }
    }
}
