package io.rastro.sharding.area;

import io.rastro.protocol.courier.TracedPosition;
import java.util.Comparator;

/**
 * A courier that is near a place.
 *
 * @param distanceM see {@link Distance}
 */
public record Near(TracedPosition at, double distanceM) {

    static final Comparator<Near> BY_DISTANCE = Comparator.comparingDouble(Near::distanceM)
            .thenComparing(near -> near.at().courierId());
}
