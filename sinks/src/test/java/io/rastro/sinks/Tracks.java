package io.rastro.sinks;

import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.ValueReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Made-up positions. */
public final class Tracks {

    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    public static final int SCHEMA_ID = 7;

    private Tracks() {}

    /** Each a second after the one before it, from noon on. */
    public static PositionsRecorded event(long seqNr, int positions) {
        return event(seqNr, positions, NOON.plusSeconds(seqNr * positions));
    }

    public static PositionsRecorded event(long seqNr, int positions, Instant first) {
        List<Position> list = IntStream.range(0, positions)
                .mapToObj(index -> fix(first.plusSeconds(index), -23.5 + seqNr * 1e-5, -46.6 - index * 1e-5))
                .toList();
        return new PositionsRecorded(NOON.plusMillis(seqNr).toEpochMilli(), 0, 0, null, list);
    }

    /** With speed, bearing and battery, as a phone sends it. */
    public static Position fix(Instant at, double lat, double lon) {
        return new Position(at.toEpochMilli(), lat, lon, 4.5, 8.25, 270, Double.NaN, 81, null, Map.of(), false);
    }

    public static TracedPosition traced(String courierId, long seqNr, int index, Instant at) {
        return new TracedPosition(
                courierId, seqNr, index, NOON.plusMillis(seqNr).toEpochMilli(), fix(at, -23.5, -46.6));
    }

    public static byte[] value(TracedPosition traced) {
        return CourierPositionCodec.toConfluent(SCHEMA_ID, traced);
    }

    public static ValueReader<TracedPosition> reader() {
        return ValueReader.ofPositions(
                id -> id == SCHEMA_ID ? Optional.of(CourierPositionCodec.SCHEMA) : Optional.empty());
    }
}
