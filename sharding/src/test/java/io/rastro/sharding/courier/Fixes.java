package io.rastro.sharding.courier;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Short ways to say positions. */
final class Fixes {

    private Fixes() {}

    /** Somewhere, at this time. */
    static Position at(long millis) {
        return at(millis, 0);
    }

    /** At one of many places. */
    static Position at(long millis, int place) {
        return Position.of(Instant.ofEpochMilli(millis), -23.5 + place * 0.001, -46.6);
    }

    /** One position each millisecond, both ends included. */
    static List<Position> from(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Fixes::at).toList();
    }

    static PositionsRecorded recorded(Position... positions) {
        return recorded(0, List.of(positions));
    }

    static PositionsRecorded recorded(long tabledUpTo, List<Position> positions) {
        return new PositionsRecorded(1_000_000, 0, tabledUpTo, null, positions);
    }
}
