package io.rastro.sharding.courier;

import akka.persistence.typed.SnapshotAdapter;
import io.rastro.protocol.courier.CourierSnapshot;

/** The state of one courier as its snapshots hold it. */
record CourierSnapshots(String courierId, int windowSize) implements SnapshotAdapter<CourierState> {

    @Override
    public Object toJournal(CourierState state) {
        return state.toSnapshot();
    }

    @Override
    public CourierState fromJournal(Object from) {
        return CourierState.fromSnapshot(courierId, (CourierSnapshot) from, windowSize);
    }
}
