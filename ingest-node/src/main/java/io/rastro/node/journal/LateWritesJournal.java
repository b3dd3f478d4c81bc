package io.rastro.node.journal;

import akka.persistence.PersistentRepr;
import akka.persistence.cassandra.journal.CassandraJournal;
import com.typesafe.config.Config;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;

/**
 * The Cassandra journal, in whose replay the last of several events with one sequence number counts.
 *
 * <p>A write that failed may come late, after the entity recovered without it and gave its number to another event, which
 * was acknowledged. Rows of one number come by the time at which they were sent, so the last one is that event: see ADR 8.
 * The plugin would replay both, and of the last number only the first: it ends there. Asked for one number more it goes on
 * to the end of the partition.
 *
 * <p>Named in {@code akka.persistence.cassandra.journal.class}.
 */
public final class LateWritesJournal extends CassandraJournal {

    public LateWritesJournal(Config config, String configPath) {
        super(config, configPath);
    }

    @Override
    public Future<BoxedUnit> asyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Function1<PersistentRepr, BoxedUnit> replay) {
        LastOfEach events = new LastOfEach(toSequenceNr, replay);
        long oneMore = Math.max(toSequenceNr, toSequenceNr + 1); // Long.MAX_VALUE stays
        return super.asyncReplayMessages(persistenceId, fromSequenceNr, oneMore, max, events::next)
                .map(done -> events.end(), ExecutionContext.parasitic$.MODULE$);
    }

    /** Holds each event back until one of another number comes. Told one after the other. */
    private static final class LastOfEach {

        private final long toSequenceNr;
        private final Function1<PersistentRepr, BoxedUnit> replay;
        private @Nullable PersistentRepr held;

        LastOfEach(long toSequenceNr, Function1<PersistentRepr, BoxedUnit> replay) {
            this.toSequenceNr = toSequenceNr;
            this.replay = replay;
        }

        BoxedUnit next(PersistentRepr event) {
            if (event.sequenceNr() <= toSequenceNr) {
                if (held != null && held.sequenceNr() != event.sequenceNr()) {
                    replay.apply(held);
                }
                held = event;
            }
            return BoxedUnit.UNIT;
        }

        BoxedUnit end() {
            return held == null ? BoxedUnit.UNIT : replay.apply(held);
        }
    }
}
