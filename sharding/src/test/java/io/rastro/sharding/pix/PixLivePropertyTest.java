package io.rastro.sharding.pix;

import io.rastro.sharding.live.LivePropertyTest;

class PixLivePropertyTest extends LivePropertyTest {

    PixLivePropertyTest() {
        super(WatchedAccount::new);
    }
}
