package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Has the events of one entity acknowledged in the order in which they were sent, since an acknowledgement says that all before it
 * are stored, too. Their records go to several partitions, so that one may be stored before the one before it. Any thread.
 */
final class InOrder {

    private final Map<String, ArrayDeque<Sent>> byEntity = new HashMap<>();
    private int held;

    /** An event on its way. */
    static final class Sent {

        private final Outgoing item;
        private boolean isStored;

        private Sent(Outgoing item) {
            this.item = item;
        }
    }

    synchronized Sent sent(Outgoing item) {
        Sent sent = new Sent(item);
        byEntity.computeIfAbsent(item.persistenceId(), first -> new ArrayDeque<>(2))
                .add(sent);
        return sent;
    }

    /** @return what may be acknowledged now, in this order */
    synchronized List<Outgoing> stored(Sent sent) {
        sent.isStored = true;
        held++;
        String entity = sent.item.persistenceId();
        ArrayDeque<Sent> ofEntity = byEntity.getOrDefault(entity, new ArrayDeque<>(0));
        List<Outgoing> prefix = new ArrayList<>(1);
        for (Sent first = ofEntity.peek(); first != null && first.isStored; first = ofEntity.peek()) {
            prefix.add(first.item);
            ofEntity.remove();
        }
        held -= prefix.size();
        if (ofEntity.isEmpty()) {
            byEntity.remove(entity);
        }
        return prefix;
    }

    /** Events that are stored, and wait for one before them. */
    synchronized int held() {
        return held;
    }
}
