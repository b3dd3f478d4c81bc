package io.rastro.sinks;

import io.rastro.protocol.Egress;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.CourierId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** Couriers, or accounts, that publish their journals as entities do: in order, and on a new line from the last acknowledgement on. */
public final class Journals {

    private final Egress egress;
    private final List<Journal> journals = new ArrayList<>();

    private static final class Journal {
        private final String entityId;
        private final long events;
        private final AtomicLong acknowledged = new AtomicLong();
        private Egress.Line line;
        private long next = 1;

        Journal(String entityId, long events, Egress.Line line) {
            this.entityId = entityId;
            this.events = events;
            this.line = line;
        }
    }

    private final LongFunction<? extends PublishedEvent> eventOf;
    private final UnaryOperator<String> persistenceIdOf;

    public Journals(
            Egress egress, String prefix, int couriers, long events, LongFunction<? extends PublishedEvent> eventOf) {
        this(egress, prefix, couriers, events, eventOf, CourierId::persistenceId);
    }

    public Journals(
            Egress egress,
            String prefix,
            int entities,
            long events,
            LongFunction<? extends PublishedEvent> eventOf,
            UnaryOperator<String> persistenceIdOf) {
        this.egress = egress;
        this.eventOf = eventOf;
        this.persistenceIdOf = persistenceIdOf;
        for (int i = 0; i < entities; i++) {
            journals.add(new Journal(prefix + i, events, egress.line()));
        }
    }

    /** Offers what can be offered now; call until {@link #areAcknowledged()}. */
    public void offer() {
        journals.forEach(this::offer);
    }

    private void offer(Journal journal) {
        if (!journal.line.isOpen()) {
            journal.line = egress.line();
            journal.next = journal.acknowledged.get() + 1;
        }
        while (journal.next <= journal.events
                && journal.line.offer(new Egress.Outgoing(
                        journal.entityId,
                        persistenceIdOf.apply(journal.entityId),
                        journal.next,
                        eventOf.apply(journal.next),
                        journal.acknowledged::set))) {
            journal.next++;
        }
    }

    public boolean areAcknowledged() {
        return journals.stream().allMatch(journal -> journal.acknowledged.get() == journal.events);
    }

    public boolean offerAndAreAcknowledged() {
        offer();
        return areAcknowledged();
    }

    public long acknowledged() {
        return journals.stream()
                .mapToLong(journal -> journal.acknowledged.get())
                .sum();
    }
}
