package io.rastro.sharding.live;

import akka.actor.typed.ActorRef;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entity tells those who watch it. */
public sealed interface Feed extends RemoteMessage {

    /**
     * The watcher is subscribed: after the backlog it is told every event.
     *
     * @param entity to be watched: when it goes, the watcher subscribes again
     * @param lastSeqNr the entity's last event
     * @param latest the live position; null before the first one
     * @param backlog the events after the watcher's cursor, in order
     */
    record Subscribed(
            ActorRef<?> entity, long lastSeqNr, @Nullable TracedPosition latest, List<Recorded> backlog)
            implements Feed {}

    /** Not subscribed: the cursor lies before what the entity remembers; the journal has it. Subscribe again then. */
    record TooFarBack(long lastSeqNr) implements Feed {}

    /** One journal event with positions. */
    record Recorded(long seqNr, PositionsRecorded event) implements Feed {}

    /** One journal event without positions. */
    record Passed(long seqNr) implements Feed {}
}
