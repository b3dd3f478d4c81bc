package io.rastro.sharding.order;

import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was said of one order, put together: a leg for each courier that carried it, one after the other, until it was
 * delivered. What was said later than that changes nothing.
 *
 * @param legs by time; who releases it and picks it up again has two
 * @param delivered null while it is not
 * @param released what the courier of the last leg said when it had it no more; null while it has it
 */
public record OrderLegs(
        List<Leg> legs,
        @Nullable TracedOrderChange delivered,
        @Nullable TracedOrderChange released) {

    static final OrderLegs NONE = new OrderLegs(List.of(), null, null);

    private static final Comparator<TracedOrderChange> BY_JOURNAL = Comparator.comparing(TracedOrderChange::courierId)
            .thenComparingLong(TracedOrderChange::seqNr)
            .thenComparingInt(TracedOrderChange::index);
    private static final Comparator<TracedOrderChange> BY_TIME =
            Comparator.comparingLong(TracedOrderChange::atMillis).thenComparing(BY_JOURNAL);

    /**
     * One courier carries the order.
     *
     * @param id when it began: epoch milliseconds, made unique within the order; above 0
     * @param start what lies before it in the courier's journal
     * @param atMillis when it began, epoch milliseconds, UTC
     */
    public record Leg(long id, String courierId, Cursor start, long atMillis) {}

    static OrderLegs of(List<TracedOrderChange> said) {
        List<Leg> legs = new ArrayList<>();
        TracedOrderChange released = null;
        for (TracedOrderChange change : inTime(said)) {
            Leg last = legs.isEmpty() ? null : legs.get(legs.size() - 1);
            boolean another = last == null || !last.courierId().equals(change.courierId());
            if (change.change() == OrderChange.DELIVERED) {
                return new OrderLegs(List.copyOf(legs), change, null);
            }
            if (change.change() == OrderChange.RELEASED) {
                released = another || released != null ? released : change;
            } else if (another || released != null) {
                released = null;
                legs.add(leg(change, last == null ? 0 : last.id()));
            }
        }
        return new OrderLegs(List.copyOf(legs), null, released);
    }

    /** By time; what one courier said stays in the order in which it is in its journal, whatever the clock of the device says. */
    private static List<TracedOrderChange> inTime(List<TracedOrderChange> said) {
        Map<String, Long> latest = new HashMap<>();
        return said.stream()
                .sorted(BY_JOURNAL)
                .map(change -> change.at(latest.merge(change.courierId(), change.atMillis(), Math::max)))
                .sorted(BY_TIME)
                .toList();
    }

    private static Leg leg(TracedOrderChange change, long lastId) {
        return new Leg(Math.max(change.atMillis(), lastId + 1), change.courierId(), startOf(change), change.atMillis());
    }

    /** The position that names it is the first one. */
    private static Cursor startOf(TracedOrderChange change) {
        return change.named() ? Cursor.before(change.seqNr(), change.index()) : Cursor.allOf(change.seqNr());
    }

    Optional<Leg> last() {
        return legs.isEmpty() ? Optional.empty() : Optional.of(legs.get(legs.size() - 1));
    }

    /** The leg of a cursor: the one that had begun by then. */
    Optional<Leg> at(long id) {
        return legs.stream().filter(leg -> leg.id() <= id).reduce((earlier, later) -> later);
    }

    Optional<Leg> after(long id) {
        return legs.stream().filter(leg -> leg.id() > id).findFirst();
    }

    /** Whether nothing of this leg comes any more but what is recorded. */
    boolean isOver(Leg leg) {
        return delivered != null || after(leg.id()).isPresent() || isReleased(leg);
    }

    /** Whether its courier said so, and nobody has the order since. It may be known to have begun earlier by now. */
    boolean isReleased(Leg leg) {
        return released != null && last().filter(last -> leg.id() >= last.id()).isPresent();
    }

    /** Whether a position of the leg's courier lies behind the leg. */
    boolean isBeyond(Leg leg, PositionFrame frame) {
        long fixedAt = Math.min(
                frame.position().position().fixedAtMillis(), frame.position().receivedAtMillis());
        if (after(leg.id()).filter(next -> fixedAt > next.atMillis()).isPresent()) {
            return true;
        }
        TracedOrderChange end = isReleased(leg) ? released : delivered;
        return end != null
                && (end.courierId().equals(leg.courierId())
                        ? frame.position().seqNr() > end.seqNr()
                        : fixedAt > end.atMillis());
    }
}
