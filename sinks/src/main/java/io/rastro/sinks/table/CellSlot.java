package io.rastro.sinks.table;

import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2LatLng;
import io.rastro.protocol.courier.Position;
import java.time.Duration;

/**
 * Where and when, roughly: a partition of {@code courier_cells}. What a stored row means depends on both sizes.
 *
 * @param cell the id of an S2 cell of level {@value #LEVEL}, some 9 km wide
 * @param slot ten minutes, counted from 1970 on
 */
record CellSlot(long cell, int slot) {

    static final int LEVEL = 10;

    private static final long SLOT_MILLIS = Duration.ofMinutes(10).toMillis();

    static CellSlot of(Position position) {
        return new CellSlot(
                S2CellId.fromLatLng(S2LatLng.fromDegrees(position.lat(), position.lon()))
                        .parent(LEVEL)
                        .id(),
                slotOf(position.fixedAtMillis()));
    }

    static int slotOf(long millis) {
        return (int) Math.floorDiv(millis, SLOT_MILLIS);
    }
}
