package io.rastro.sharding.order;

import io.rastro.sharding.remote.RemoteMessage;
import java.util.List;

public final class OrderMessagesSamples {

    private OrderMessagesSamples() {}

    public static List<RemoteMessage> all() {
        return List.of(new Orders.News("order-1"));
    }
}
