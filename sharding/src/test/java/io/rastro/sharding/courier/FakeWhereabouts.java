package io.rastro.sharding.courier;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.Whereabouts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What couriers told, in their order. */
final class FakeWhereabouts implements Whereabouts {

    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void at(TracedPosition live) {
        told.add("at " + live.seqNr() + "." + live.index());
    }

    @Override
    public void gone(String courierId, boolean moving) {
        told.add(moving ? "moving" : "gone");
    }
}
