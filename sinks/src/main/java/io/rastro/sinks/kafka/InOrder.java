package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Acknowledgement;
import io.rastro.protocol.Egress.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Has the events of one entity acknowledged in the order in which they were sent, since an acknowledgement says that all before it
 * are stored, too. Their records go to several partitions, so that one may be stored before the one before it. It keeps no event. Any
 * thread.
 */
final class InOrder {

    private final Map<String, ArrayDeque<Sent>> byEntity = new HashMap<>();
    private volatile int held;

    /** An event on its way. */
    static final class Sent {

        private final String persistenceId;
        private final long seqNr;
        private final Acknowledgement acknowledgement;
        private boolean isStored;

        private Sent(Outgoing item) {
            this.persistenceId = item.persistenceId();
            this.seqNr = item.seqNr();
            this.acknowledgement = item.acknowledgement();
        }

        void acknowledge() {
            acknowledgement.published(seqNr);
        }
    }

    synchronized Sent sent(Outgoing item) {
        Sent sent = new Sent(item);
        byEntity.computeIfAbsent(sent.persistenceId, first -> new ArrayDeque<>(2))
                .add(sent);
        return sent;
    }

    /** @return what may be acknowledged now, in this order */
    synchronized List<Sent> stored(Sent sent) {
        sent.isStored = true;
        ArrayDeque<Sent> ofEntity = Objects.requireNonNull(byEntity.get(sent.persistenceId));
        List<Sent> prefix = new ArrayList<>(1);
        for (Sent first = ofEntity.peek(); first != null && first.isStored; first = ofEntity.peek()) {
            prefix.add(first);
            ofEntity.remove();
        }
        held = held + 1 - prefix.size();
        if (ofEntity.isEmpty()) {
            byEntity.remove(sent.persistenceId);
        }
        return prefix;
    }

    /** Events that are stored, and wait for one before them. */
    int held() {
        return held;
    }
}
