package io.rastro.proving.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A set of journal events with the number of items that each holds, for many millions of them: per entity, runs of
 * consecutive sequence numbers of equal size. Entities append in order, so that a run mostly just grows.
 */
public final class EventRanges {

    private final Map<String, EventRuns> entities = new HashMap<>();
    private long events;
    private long items;

    /**
     * @return false when the event is there already, with whatever number of items
     */
    public boolean add(String persistenceId, long seqNr, int itemCount) {
        boolean added =
                entities.computeIfAbsent(persistenceId, id -> new EventRuns()).add(seqNr, itemCount);
        if (added) {
            events++;
            items += itemCount;
        }
        return added;
    }

    /** How many items the event holds; -1 when it is not in this set. */
    public int itemCount(String persistenceId, long seqNr) {
        EventRuns runs = entities.get(persistenceId);
        return runs == null ? -1 : runs.itemCount(seqNr);
    }

    public Set<String> entities() {
        return entities.keySet();
    }

    /** The events of one entity; empty runs for one that is not here. */
    public EventRuns of(String persistenceId) {
        return entities.getOrDefault(persistenceId, EventRuns.NONE);
    }

    public long events() {
        return events;
    }

    public long items() {
        return items;
    }
}
