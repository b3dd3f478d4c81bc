package io.rastro.protocol.courier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A courier's state as it is written down. The three arrays are the dedupe window, one entry a fix, ordered by time of
 * the fix.
 *
 * @param latest the live position: the newest by time of the fix; null before the first one
 * @param positionCount how many positions were recorded in all
 * @param publishedUpTo see {@link CourierEvent#publishedUpTo()}
 * @param confirmedUpTo every event up to this sequence number was seen in the query table
 * @param horizonMillis the newest time of a fix that left the window, epoch milliseconds; {@link Long#MIN_VALUE} when
 *     none did
 * @param fixedAtMillis times of the fixes in the window, ascending
 * @param placeHashes a 64-bit hash of each fix's latitude and longitude
 * @param seqNrs the event that recorded each fix
 * @param idempotencyKeys the newest ones, oldest first
 */
public record CourierSnapshot(
        @Nullable TracedPosition latest,
        long positionCount,
        long publishedUpTo,
        long confirmedUpTo,
        long horizonMillis,
        long[] fixedAtMillis,
        long[] placeHashes,
        long[] seqNrs,
        List<String> idempotencyKeys) {}
