package io.rastro.sharding.courier;

import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierSnapshot;
import io.rastro.protocol.courier.CourierSnapshot.RecordedRequest;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.geofence.Crossings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a courier's journal adds up to; a pure function of it.
 *
 * @param seqNr the last event that went in
 * @param latest the live position: the newest by time of the fix; null before the first one
 * @param positionCount how many positions were recorded
 * @param publishedUpTo every event up to this one is published, as far as the journal tells
 * @param tabledUpTo every event up to this one is in the query table, as far as the journal tells
 * @param window the fixes by which duplicates are recognised
 * @param requests the newest requests with an {@code Idempotency-Key}, oldest first
 * @param inside the geofences that the courier is in
 * @param positionsUpTo the last event with positions; 0 before the first one
 * @param order what the courier does with orders
 */
record CourierState(
        String courierId,
        long seqNr,
        @Nullable TracedPosition latest,
        long positionCount,
        long publishedUpTo,
        long tabledUpTo,
        FixWindow window,
        List<RecordedRequest> requests,
        List<InsideGeofence> inside,
        long positionsUpTo,
        ServedOrder order,
        int windowSize) {

    /** Requests with a key that are remembered; a client retries long before as many others of its own went by. */
    static final int MAX_REQUESTS = 16;

    static CourierState empty(String courierId, int windowSize) {
        return new CourierState(
                courierId, 0, null, 0, 0, 0, FixWindow.EMPTY, List.of(), List.of(), 0, ServedOrder.NONE, windowSize);
    }

    CourierState apply(CourierEvent event) {
        if (event instanceof PositionsRecorded recorded) {
            return applyRecorded(recorded);
        }
        if (event instanceof OrderChanged changed) {
            return passed(Math.max(publishedUpTo, changed.publishedUpTo()), Serving.after(order, changed));
        }
        return applyDrained((OutboxDrained) event);
    }

    private CourierState applyRecorded(PositionsRecorded event) {
        long seq = seqNr + 1;
        long tabled = Math.max(tabledUpTo, event.tabledUpTo());
        FixWindow longer = window.plus(event.positions(), seq);
        return new CourierState(
                courierId,
                seq,
                newest(event, seq),
                positionCount + event.positions().size(),
                Math.max(publishedUpTo, event.publishedUpTo()),
                tabled,
                // Only when more was tabled, so that most POSTs need not look through the window.
                tabled > tabledUpTo ? longer.trimmed(windowSize, tabled) : longer,
                withRequest(event, seq),
                Crossings.after(inside, event),
                seq,
                Serving.after(order, event),
                windowSize);
    }

    private CourierState applyDrained(OutboxDrained event) {
        // The marker itself is never published: it counts as published with what it vouches for.
        return passed(
                event.publishedUpTo() == seqNr ? seqNr + 1 : Math.max(publishedUpTo, event.publishedUpTo()), order);
    }

    /** By an event without positions. */
    private CourierState passed(long published, ServedOrder nextOrder) {
        return new CourierState(
                courierId,
                seqNr + 1,
                latest,
                positionCount,
                published,
                tabledUpTo,
                window,
                requests,
                inside,
                positionsUpTo,
                nextOrder,
                windowSize);
    }

    private @Nullable TracedPosition newest(PositionsRecorded event, long seq) {
        TracedPosition newest = latest;
        List<Position> positions = event.positions();
        for (int i = 0; i < positions.size(); i++) {
            if (!positions.get(i).late()
                    && (newest == null
                            || positions.get(i).fixedAtMillis()
                                    >= newest.position().fixedAtMillis())) {
                newest = new TracedPosition(courierId, seq, i, event.receivedAtMillis(), positions.get(i));
            }
        }
        return newest;
    }

    private List<RecordedRequest> withRequest(PositionsRecorded event, long seq) {
        if (event.idempotencyKey() == null) {
            return requests;
        }
        List<RecordedRequest> next = new ArrayList<>(Math.min(requests.size() + 1, MAX_REQUESTS));
        next.addAll(requests.size() < MAX_REQUESTS ? requests : requests.subList(1, requests.size()));
        next.add(new RecordedRequest(
                event.idempotencyKey(), seq, event.positions().size()));
        return next;
    }

    /**
     * Whether the last event is an {@link OutboxDrained}: only a marker counts as published in the journal that it ends;
     * an event is persisted before it is published.
     */
    boolean isAfterMarker() {
        return seqNr > 0 && publishedUpTo == seqNr;
    }

    /** What the request with this key recorded, when it did. */
    Optional<RecordedRequest> request(@Nullable String idempotencyKey) {
        if (idempotencyKey != null) {
            for (RecordedRequest request : requests) {
                if (request.idempotencyKey().equals(idempotencyKey)) {
                    return Optional.of(request);
                }
            }
        }
        return Optional.empty();
    }

    long liveFixedAtMillis() {
        return latest == null ? Long.MIN_VALUE : latest.position().fixedAtMillis();
    }

    CourierSnapshot toSnapshot() {
        return new CourierSnapshot(
                seqNr,
                latest,
                positionCount,
                publishedUpTo,
                tabledUpTo,
                window.horizonMillis(),
                window.fixedAtMillis(),
                window.placeHashes(),
                window.seqNrs(),
                requests,
                inside,
                positionsUpTo,
                order);
    }

    static CourierState fromSnapshot(String courierId, CourierSnapshot snapshot, int windowSize) {
        return new CourierState(
                courierId,
                snapshot.seqNr(),
                snapshot.latest(),
                snapshot.positionCount(),
                snapshot.publishedUpTo(),
                snapshot.tabledUpTo(),
                FixWindow.restore(
                        snapshot.horizonMillis(), snapshot.fixedAtMillis(), snapshot.placeHashes(), snapshot.seqNrs()),
                snapshot.requests(),
                snapshot.inside(),
                positionsUpTo(snapshot),
                snapshot.order(),
                windowSize);
    }

    /** In a snapshot that does not say it a marker is the only event without positions. */
    private static long positionsUpTo(CourierSnapshot snapshot) {
        Long known = snapshot.positionsUpTo();
        boolean afterMarker = snapshot.seqNr() > 0 && snapshot.publishedUpTo() == snapshot.seqNr();
        return known != null ? known : snapshot.seqNr() - (afterMarker ? 1 : 0);
    }
}
