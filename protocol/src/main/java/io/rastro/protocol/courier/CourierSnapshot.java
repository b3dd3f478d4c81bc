package io.rastro.protocol.courier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A courier's state as it is written down. The three arrays are the dedupe window, one entry a fix, ordered by time of
 * the fix.
 *
 * @param seqNr the last event that this state holds
 * @param latest the live position: the newest by time of the fix; null before the first one
 * @param positionCount how many positions were recorded in all
 * @param publishedUpTo see {@link CourierEvent#publishedUpTo()}
 * @param tabledUpTo see {@link PositionsRecorded#tabledUpTo()}
 * @param horizonMillis the newest time of a fix that left the window, epoch milliseconds; {@link Long#MIN_VALUE} when
 *     none did
 * @param fixedAtMillis times of the fixes in the window, ascending
 * @param placeHashes a 64-bit hash of each fix's latitude and longitude
 * @param seqNrs the event that recorded each fix
 * @param requests the newest requests that had an {@code Idempotency-Key}, oldest first
 * @param inside the geofences that the live position is in; none before version 2
 * @param positionsUpTo the last event with positions, 0 when there is none; null when it is not known (before version 3)
 * @param order what the courier does with orders; {@link ServedOrder#NONE} before version 3
 */
public record CourierSnapshot(
        long seqNr,
        @Nullable TracedPosition latest,
        long positionCount,
        long publishedUpTo,
        long tabledUpTo,
        long horizonMillis,
        long[] fixedAtMillis,
        long[] placeHashes,
        long[] seqNrs,
        List<RecordedRequest> requests,
        List<InsideGeofence> inside,
        @Nullable Long positionsUpTo,
        ServedOrder order) {

    /**
     * What a request with an {@code Idempotency-Key} recorded, so that the same key is answered with the same.
     *
     * @param seqNr the event
     * @param recorded how many positions the event holds
     */
    public record RecordedRequest(String idempotencyKey, long seqNr, int recorded) {}
}
