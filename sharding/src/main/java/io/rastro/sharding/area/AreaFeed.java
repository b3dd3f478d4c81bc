package io.rastro.sharding.area;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.List;

/**
 * What the {@link AreaIndex} of one node tells a watcher of a window. Everything that follows one {@link AreaIndex.Watch} has
 * its id, and {@code number}s from 1 on without a gap: who sees one has lost a message.
 */
sealed interface AreaFeed extends RemoteMessage {

    long id();

    /**
     * Who is in the window; from then on changes are told.
     *
     * @param last whether there are no more; they come in pieces, since a message between nodes has its limit
     */
    record View(long id, long number, List<TracedPosition> couriers, boolean last) implements AreaFeed {}

    /** More are in the window than were asked for, and no change is told. */
    record Crowd(long id, List<Cluster> clusters) implements AreaFeed {}

    /** A courier's live position, inside the window. */
    record Seen(long id, long number, TracedPosition at) implements AreaFeed {}

    /**
     * A courier that was inside is not any more.
     *
     * @param moving whether it has only left this node
     */
    record Left(long id, long number, String courierId, boolean moving) implements AreaFeed {}

    /** Nothing was lost when {@code number} is the last one that came. */
    record Still(long id, long number) implements AreaFeed {}
}
