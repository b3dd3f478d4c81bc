package io.rastro.sharding.courier;

import io.rastro.sharding.JournalKit;

/** Couriers of one test class. */
final class CourierKit extends JournalKit {

    /** A courier that was never seen. */
    TestCourier courier() {
        return new TestCourier(actors(), journal());
    }
}
