package io.rastro.protocol.courier;

/**
 * A geofence that a courier is in.
 *
 * @param enteredAtMillis the time of the fix that entered: epoch milliseconds, UTC
 * @param enteredReceivedAtMillis when the node received that fix: epoch milliseconds, UTC
 * @param dwelt whether {@link GeofenceCrossing.Kind#DWELL} was said
 */
public record InsideGeofence(String geofenceId, long enteredAtMillis, long enteredReceivedAtMillis, boolean dwelt) {}
