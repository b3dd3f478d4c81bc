package io.rastro.protocol.pix.journal;

import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.pix.PixSignal;
import java.util.List;

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
 */
public record PixRecorded(
        long receivedAtMillis,
        long publishedUpTo,
        long tabledUpTo,
        long previous,
        List<Decided> items,
        List<PixSignal> signals)
        implements PixEvent, PublishedEvent {

    public PixRecorded {
        items = List.copyOf(items);
        signals = List.copyOf(signals);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("an event without items says nothing");
        }
        for (PixSignal signal : signals) {
            if (signal.index() < 0 || signal.index() >= items.size()) {
                throw new IllegalArgumentException("a signal is of an item of its event");
            }
        }
    }

    @Override
    public int size() {
        return items.size();
    }
}
