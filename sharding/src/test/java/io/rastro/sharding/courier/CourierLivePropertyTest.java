package io.rastro.sharding.courier;

import io.rastro.sharding.live.LivePropertyTest;

class CourierLivePropertyTest extends LivePropertyTest {

    CourierLivePropertyTest() {
        super(WatchedCourier::new);
    }
}
