package io.rastro.protocol.courier;

import java.util.List;

/**
 * What a request holds.
 *
 * @param couriers the good positions by courier, couriers in order of their first good position, positions in the order
 *     in which they were sent; never an entry without positions
 * @param rejections the bad items, in the order in which they were sent
 * @param items how many items there were, good and bad
 */
public record PositionBatch(List<CourierPositions> couriers, List<Rejection> rejections, int items) {

    /** At least one position of one courier. */
    public record CourierPositions(String courierId, List<Position> positions) {}
}
