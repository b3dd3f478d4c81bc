package io.rastro.protocol.pix.journal;

import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import java.util.List;
import java.util.Map;

/**
 * What one or several calls brought to one account, in the order in which it was decided upon.
 *
 * @param receivedAtMillis when the node received the last of them: epoch milliseconds, UTC
 * @param publishedUpTo see {@link PublishedEvent#publishedUpTo()}
 * @param tabledUpTo every event of this account up to this sequence number is in the query tables, so that its payments
 *     may leave the window; 0 when none may leave with this event
 * @param previous the last event with items before this one, 0 when there is none, so that whoever sees only items can
 *     tell a loss from a marker
 * @param items at least one, none of which is a {@link Verdict#DUPLICATE}; the place in this list is the {@code index} of
 *     the event id
 * @param signals in the order of the items
 * @param newestBefore by kind, the last event with an item of it before this one, without those that there were none of: so that
 *     whoever sees the items of one kind can tell a loss from an event without any
 */
public record PixRecorded(
        long receivedAtMillis,
        long publishedUpTo,
        long tabledUpTo,
        long previous,
        List<Decided> items,
        List<PixSignal> signals,
        Map<PixKind, Long> newestBefore)
        implements PixEvent, PublishedEvent {

    /** Nothing of its kinds came before it. */
    public PixRecorded(
            long receivedAtMillis,
            long publishedUpTo,
            long tabledUpTo,
            long previous,
            List<Decided> items,
            List<PixSignal> signals) {
        this(receivedAtMillis, publishedUpTo, tabledUpTo, previous, items, signals, Map.of());
    }

    public PixRecorded {
        items = List.copyOf(items);
        signals = List.copyOf(signals);
        newestBefore = Map.copyOf(newestBefore);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("an event without items says nothing");
        }
        int before = 0;
        for (PixSignal signal : signals) {
            if (signal.index() < before || signal.index() >= items.size()) {
                throw new IllegalArgumentException("a signal is of an item of its event, and they are in its order");
            }
            before = signal.index();
        }
    }

    /** Those of one item. */
    public List<PixSignal> signalsAt(int index) {
        return signals.isEmpty() ? signals : signals.subList(signalsBefore(index), signalsBefore(index + 1));
    }

    private int signalsBefore(int index) {
        int low = 0;
        int high = signals.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (signals.get(middle).index() < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public int size() {
        return items.size();
    }
}
