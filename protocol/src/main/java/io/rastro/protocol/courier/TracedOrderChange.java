package io.rastro.protocol.courier;

import java.util.List;

/**
 * What a courier does with an order, with its place in the journal: an item of topic {@code courier.orders}.
 *
 * @param seqNr the event, from 1
 * @param index the place of the position that is the first for the order; 0 when it was said without a position
 * @param named whether a position named the order; else it was assigned to the courier, or taken away
 * @param receivedAtMillis when the node received it: epoch milliseconds, UTC
 * @param atMillis when it was so: the time of the fix that named the order, else {@code receivedAtMillis}; never later than that,
 *     whatever the clock of the device says
 */
public record TracedOrderChange(
        String courierId,
        long seqNr,
        int index,
        String orderId,
        OrderChange change,
        boolean named,
        long receivedAtMillis,
        long atMillis) {

    /** What a journal event says of orders, in its order. */
    public static List<TracedOrderChange> of(String courierId, long seqNr, CourierEvent event) {
        if (event instanceof OrderChanged said) {
            return List.of(new TracedOrderChange(
                    courierId,
                    seqNr,
                    0,
                    said.orderId(),
                    said.change(),
                    false,
                    said.receivedAtMillis(),
                    said.receivedAtMillis()));
        }
        if (!(event instanceof PositionsRecorded recorded) || recorded.pickups().isEmpty()) {
            return List.of();
        }
        return recorded.pickups().stream()
                .map(pickup -> new TracedOrderChange(
                        courierId,
                        seqNr,
                        pickup.index(),
                        pickup.orderId(),
                        OrderChange.PICKED_UP,
                        true,
                        recorded.receivedAtMillis(),
                        Math.min(
                                recorded.positions().get(pickup.index()).fixedAtMillis(), recorded.receivedAtMillis())))
                .toList();
    }

    /** The same at another time. */
    public TracedOrderChange at(long millis) {
        return new TracedOrderChange(courierId, seqNr, index, orderId, change, named, receivedAtMillis, millis);
    }

    /** The one name of this item. */
    public String eventId() {
        return CourierId.persistenceId(courierId) + '~' + seqNr + '~' + index + '~' + orderId + '~' + change.text();
    }
}
