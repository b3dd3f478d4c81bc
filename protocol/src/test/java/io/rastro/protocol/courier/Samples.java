package io.rastro.protocol.courier;

import io.rastro.protocol.courier.CourierSnapshot.RecordedRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

/** One of everything, with every field set, and the same with as little as possible. */
public final class Samples {

    public static final Instant FIXED_AT = Instant.parse("2026-11-21T08:15:30.123Z");
    public static final long RECEIVED_AT = FIXED_AT.toEpochMilli() + 877;

    public static final Position FULL = new Position(
            FIXED_AT.toEpochMilli(), -23.5505, -46.6333, 4.5, 8.25, 271.5, 760, 83, "order-1", attributes(), true);
    public static final Position BARE = Position.of(Instant.parse("2000-01-01T00:00:00Z"), 0, 180);
    public static final TracedPosition TRACED = new TracedPosition("c-17", 42, 3, RECEIVED_AT, FULL);

    public static final PositionsRecorded RECORDED = new PositionsRecorded(
            RECEIVED_AT,
            41,
            30,
            "key-1",
            List.of(FULL, BARE),
            true,
            List.of(
                    new GeofenceCrossing(0, "loja-1", GeofenceCrossing.Kind.DWELL, FIXED_AT.toEpochMilli() - 300_000),
                    new GeofenceCrossing(1, "loja-1", GeofenceCrossing.Kind.EXIT, FIXED_AT.toEpochMilli() - 300_000)),
            40L,
            List.of(new OrderPickup(0, "order-1")));
    public static final PositionsRecorded BARE_RECORDED = new PositionsRecorded(0, 0, 0, null, List.of(BARE));
    public static final OutboxDrained DRAINED = new OutboxDrained(42);
    public static final OrderChanged ORDER_CHANGED =
            new OrderChanged(RECEIVED_AT, 41, "order-1", OrderChange.DELIVERED);
    public static final TracedOrderChange TRACED_CHANGE = new TracedOrderChange(
            "c-17", 42, 3, "order-1", OrderChange.PICKED_UP, true, RECEIVED_AT, RECEIVED_AT - 877);
    public static final CourierSnapshot SNAPSHOT = new CourierSnapshot(
            42,
            TRACED,
            1000,
            41,
            30,
            FIXED_AT.toEpochMilli() - 1000,
            new long[] {1, 2, Long.MAX_VALUE},
            new long[] {Long.MIN_VALUE, -1, 0},
            new long[] {40, 41, 42},
            List.of(new RecordedRequest("key-0", 41, 50), new RecordedRequest("key-1", 42, 2)),
            List.of(new InsideGeofence("loja-1", FIXED_AT.toEpochMilli(), RECEIVED_AT, true)),
            41L,
            new ServedOrder("order-1", RECEIVED_AT, "order-2"));
    public static final CourierSnapshot BARE_SNAPSHOT = new CourierSnapshot(
            0,
            null,
            0,
            0,
            0,
            Long.MIN_VALUE,
            new long[0],
            new long[0],
            new long[0],
            List.of(),
            List.of(),
            0L,
            ServedOrder.NONE);

    /** Field by field, arrays by their items, NaN the same as NaN. */
    public static final RecursiveComparisonConfiguration ITEM_BY_ITEM = RecursiveComparisonConfiguration.builder()
            .withEqualsForType(Double::equals, Double.class)
            .build();

    private Samples() {}

    private static Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("vehicle", "bicicleta");
        attributes.put("região", "São Paulo 🚲");
        return attributes;
    }
}
