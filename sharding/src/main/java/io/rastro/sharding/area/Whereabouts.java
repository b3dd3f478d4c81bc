package io.rastro.sharding.area;

import io.rastro.protocol.courier.TracedPosition;

/** Is told where the couriers of this node are. Called by the couriers, from any thread; never blocks. */
public interface Whereabouts {

    Whereabouts NOBODY_ASKS = new Whereabouts() {
        @Override
        public void at(TracedPosition live) {}

        @Override
        public void gone(String courierId, boolean moving) {}
    };

    /** The courier's live position: a new one, or that of one which has just recovered. */
    void at(TracedPosition live);

    /**
     * The courier leaves the memory of this node.
     *
     * @param moving whether it is expected to be back soon, here or on another node
     */
    void gone(String courierId, boolean moving);
}
