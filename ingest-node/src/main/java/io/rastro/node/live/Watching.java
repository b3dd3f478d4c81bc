package io.rastro.node.live;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import java.util.Optional;

/** Entities of one kind as this route needs them; see {@link io.rastro.sharding.courier.Couriers#live}. */
@FunctionalInterface
public interface Watching {

    /** @param from what the client has seen; empty: what is live, then what comes */
    Source<LiveFrame, NotUsed> live(String entityId, Optional<Cursor> from);
}
