package io.rastro.sharding.outbox;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many events the entities that run on this node have journaled and the backbone has not acknowledged. It is a sum of
 * {@linkplain Share shares}: each says how much is open, not what has changed, so that nothing is left over when an entity
 * fails, starts again or leaves. What an entity left behind is counted again once it has recovered, wherever that is.
 */
public final class OutboxBacklog {

    private final LongAdder events = new LongAdder();

    /** For any thread. */
    public long events() {
        return events.sum();
    }

    Share share() {
        return new Share();
    }

    /** One entity's; for use by its actor. */
    final class Share {

        private long mine;

        void set(long open) {
            if (open != mine) {
                events.add(open - mine);
                mine = open;
            }
        }
    }
}
