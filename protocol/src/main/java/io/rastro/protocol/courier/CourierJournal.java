package io.rastro.protocol.courier;

import io.rastro.protocol.VersionedCodec;
import java.util.List;

/**
 * What a courier's journal and snapshot store hold, byte for byte. To change a record: add the next
 * {@code .vN.avsc}, additive and with defaults, raise the version here, and commit its golden file.
 */
public final class CourierJournal {

    public static final VersionedCodec<PositionsRecorded> POSITIONS_RECORDED = new VersionedCodec<>(
            PositionsRecorded.class,
            "positions-recorded",
            "courier/PositionsRecorded",
            4,
            PositionsRecordedCodec::write,
            PositionsRecordedCodec::new);

    public static final VersionedCodec<OutboxDrained> OUTBOX_DRAINED = new VersionedCodec<>(
            OutboxDrained.class,
            "outbox-drained",
            "courier/OutboxDrained",
            1,
            (event, out) -> out.writeLong(event.publishedUpTo()),
            OutboxDrainedReading::new);

    public static final VersionedCodec<OrderChanged> ORDER_CHANGED = new VersionedCodec<>(
            OrderChanged.class,
            "order-changed",
            "courier/OrderChanged",
            1,
            OrderChangedReading::write,
            OrderChangedReading::new);

    public static final VersionedCodec<CourierSnapshot> SNAPSHOT = new VersionedCodec<>(
            CourierSnapshot.class,
            "courier-snapshot",
            "courier/CourierSnapshot",
            3,
            CourierSnapshotCodec::write,
            CourierSnapshotCodec::new);

    public static final List<VersionedCodec<?>> CODECS =
            List.of(POSITIONS_RECORDED, OUTBOX_DRAINED, ORDER_CHANGED, SNAPSHOT);

    private CourierJournal() {}
}
