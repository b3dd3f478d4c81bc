package io.rastro.sharding.courier;

import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveItems;
import java.util.List;

/**
 * A position as watchers are shown it.
 *
 * @param crossings what it came to at geofences
 */
public record PositionFrame(TracedPosition position, List<GeofenceCrossing> crossings) implements LiveFrame.Item {

    public static final LiveItems<PositionsRecorded> ITEMS =
            new LiveItems<>(PositionsRecorded.class, PositionFrame::of);

    /** As it is known without its event. */
    public PositionFrame(TracedPosition position) {
        this(position, List.of());
    }

    private static PositionFrame of(String courierId, long seqNr, PositionsRecorded event, int index) {
        return new PositionFrame(
                new TracedPosition(
                        courierId,
                        seqNr,
                        index,
                        event.receivedAtMillis(),
                        event.positions().get(index)),
                event.crossingsAt(index));
    }

    @Override
    public Cursor cursor() {
        return new Cursor(position.seqNr(), position.index());
    }
}
