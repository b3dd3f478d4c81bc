package io.rastro.sharding.area;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.List;

/** What was asked for: of one node, or of all when it comes from {@link Areas}. */
public sealed interface Found extends RemoteMessage {

    /** All that are there. */
    record Couriers(List<TracedPosition> couriers) implements Found {}

    /** More are there than were asked for: how many are where. */
    record Clusters(List<Cluster> clusters) implements Found {}

    /** The nearest, by their distance. */
    record Nearest(List<Near> couriers) implements Found {}
}
