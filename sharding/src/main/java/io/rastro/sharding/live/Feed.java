package io.rastro.sharding.live;

import akka.actor.typed.ActorRef;
import io.rastro.protocol.JournalEvent;
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
     * @param latest what a watcher without a cursor begins with; null when there is nothing, or it need not be told
     * @param backlog the events after the watcher's cursor, in order
     */
    record Subscribed(ActorRef<?> entity, long lastSeqNr, LiveFrame.@Nullable Item latest, List<Recorded> backlog)
            implements Feed {}

    /** Not subscribed: the cursor lies before what the entity remembers; the journal has it. Subscribe again then. */
    record TooFarBack(long lastSeqNr) implements Feed {}

    /**
     * Not subscribed: who has no cursor begins with the last item of this event, which the journal has. Subscribe again then.
     *
     * @param seqNr the newest event with items
     */
    record Newest(long seqNr) implements Feed {}

    /** One journal event with items. */
    record Recorded(long seqNr, JournalEvent event) implements Feed {

        public Recorded {
            if (event.size() == 0) {
                throw new IllegalArgumentException("an event without items is passed");
            }
        }
    }

    /** One journal event without items. */
    record Passed(long seqNr) implements Feed {}
}
