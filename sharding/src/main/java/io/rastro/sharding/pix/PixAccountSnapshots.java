package io.rastro.sharding.pix;

import akka.persistence.typed.SnapshotAdapter;
import io.rastro.protocol.pix.journal.PixSnapshot;
import io.rastro.sharding.pix.signal.SignalSettings;

/** The state of one account as its snapshots hold it. */
record PixAccountSnapshots(int windowSize, SignalSettings limits) implements SnapshotAdapter<PixAccountState> {

    @Override
    public Object toJournal(PixAccountState state) {
        return state.toSnapshot();
    }

    @Override
    public PixAccountState fromJournal(Object from) {
        return PixAccountState.fromSnapshot((PixSnapshot) from, windowSize, limits);
    }
}
