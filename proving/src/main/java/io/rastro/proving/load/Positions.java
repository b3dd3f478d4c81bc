package io.rastro.proving.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Positions of one courier, or of many as a gateway sends them.
 *
 * @param courierId whose they are; null for a gateway's mixture, in which each item says so itself
 * @param fixes not to be changed any more
 */
public record Positions(@Nullable String courierId, List<Fix> fixes) implements Content {

    /** The first position of what only positions were put into. */
    public static Fix first(Content content) {
        return of(content).fixes().get(0);
    }

    static Positions of(Content content) {
        if (content instanceof Positions positions) {
            return positions;
        }
        throw new IllegalArgumentException("these are no positions");
    }

    @Override
    public String path() {
        return courierId == null ? "/v1/positions" : "/v1/couriers/" + PathSegment.of(courierId) + "/positions";
    }

    @Override
    public String contentType(BodyFormat ofPositions) {
        return ofPositions.contentType;
    }

    @Override
    public byte[] body(BodyFormat ofPositions) {
        return ofPositions.encode(fixes, courierId == null);
    }

    @Override
    public int size() {
        return fixes.size();
    }

    @Override
    public @Nullable String name(int index) {
        return null;
    }

    @Override
    public long line(int index) {
        return fixes.get(index).line();
    }
}
