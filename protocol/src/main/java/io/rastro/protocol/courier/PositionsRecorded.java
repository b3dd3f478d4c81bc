package io.rastro.protocol.courier;

import io.rastro.protocol.PublishedEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The new positions of one POST for one courier, in the order in which the client sent them.
 *
 * @param receivedAtMillis when the node received the request: epoch milliseconds, UTC
 * @param publishedUpTo see {@link PublishedEvent#publishedUpTo()}
 * @param tabledUpTo every event of this courier up to this sequence number was seen in the query table, so that its
 *     fixes may leave the dedupe window
 * @param idempotencyKey the request's {@code Idempotency-Key}, if it had one
 * @param positions at least one; the place in this list is the {@code index} of the event id
 * @param afterMarker whether the event before this one is an {@link OutboxDrained}, which is never published: so that
 *     whoever sees what is published can tell a marker from a loss; null when it is not known (written by version 1)
 * @param crossings what the positions came to at geofences, in the order of the positions; none before version 3
 * @param previous the last event with positions before this one, 0 when there is none, so that whoever sees only positions can
 *     tell a loss from an event without any; null when it is not known (before version 4)
 * @param pickups where a position names another order than the courier served before, in the order of the positions; none before version 4
 */
public record PositionsRecorded(
        long receivedAtMillis,
        long publishedUpTo,
        long tabledUpTo,
        @Nullable String idempotencyKey,
        List<Position> positions,
        @Nullable Boolean afterMarker,
        List<GeofenceCrossing> crossings,
        @Nullable Long previous,
        List<OrderPickup> pickups)
        implements CourierEvent, PublishedEvent {

    @Override
    public int size() {
        return positions.size();
    }

    /** Says nothing of orders, nor of the event before it but what a marker is. */
    public PositionsRecorded(
            long receivedAtMillis,
            long publishedUpTo,
            long tabledUpTo,
            @Nullable String idempotencyKey,
            List<Position> positions,
            @Nullable Boolean afterMarker,
            List<GeofenceCrossing> crossings) {
        this(
                receivedAtMillis,
                publishedUpTo,
                tabledUpTo,
                idempotencyKey,
                positions,
                afterMarker,
                crossings,
                null,
                List.of());
    }

    /** No geofence was crossed. */
    public PositionsRecorded(
            long receivedAtMillis,
            long publishedUpTo,
            long tabledUpTo,
            @Nullable String idempotencyKey,
            List<Position> positions,
            @Nullable Boolean afterMarker) {
        this(receivedAtMillis, publishedUpTo, tabledUpTo, idempotencyKey, positions, afterMarker, List.of());
    }

    /** Says nothing of the event before it, nor of geofences. */
    public PositionsRecorded(
            long receivedAtMillis,
            long publishedUpTo,
            long tabledUpTo,
            @Nullable String idempotencyKey,
            List<Position> positions) {
        this(receivedAtMillis, publishedUpTo, tabledUpTo, idempotencyKey, positions, null);
    }

    public PositionsRecorded {
        if (positions.isEmpty()) {
            throw new IllegalArgumentException("an event without positions says nothing");
        }
    }

    /** What one position came to. */
    public List<GeofenceCrossing> crossingsAt(int index) {
        return crossings.isEmpty()
                ? crossings
                : crossings.stream()
                        .filter(crossing -> crossing.index() == index)
                        .toList();
    }

    public Instant receivedAt() {
        return Instant.ofEpochMilli(receivedAtMillis);
    }
}
