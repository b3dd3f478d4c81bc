package io.rastro.proving.verify;

/**
 * Sequence numbers of the journal that hold more than one event; of these the last by time is the event (ADR 8). In all
 * entities, the stores of the shards among them.
 *
 * @param twoWriters that two incarnations of an entity have written
 * @param twoProcesses of these, in two processes: two nodes took the entity for theirs. The others are a write that failed
 *     in a process and came late, beside that of the next incarnation in the same one
 * @param displaced whose event is not of the request that it was acknowledged to: an acknowledged event is gone. Known
 *     where there is a ledger
 * @param counted positions of the table that stand for an event which does not count
 * @param writtenAgain that hold one and the same event more than once, as a recovery writes it
 */
public record WriterFigures(long twoWriters, long twoProcesses, long displaced, long counted, long writtenAgain) {

    public static final WriterFigures NONE = new WriterFigures(0, 0, 0, 0, 0);

    /** Whatever was written twice harmed nothing: what came late was acknowledged to nobody, and nobody counts it. */
    public boolean isHarmless() {
        return displaced == 0 && counted == 0;
    }
}
