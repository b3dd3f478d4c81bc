package io.rastro.protocol.courier;

import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.courier.PositionBatch.CourierPositions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the items of one request, whatever its format: {@link #begin}, the draft's fields, {@link #end}. */
final class BatchBuilder {

    private final PositionLimits limits;
    private final @Nullable String onlyCourier;
    private final PositionDraft draft;
    private final Map<String, List<Position>> byCourier = new LinkedHashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private int items;

    /** @param onlyCourier whose positions they all are; null when each item has to say it */
    BatchBuilder(PositionLimits limits, long receivedAtMillis, @Nullable String onlyCourier) {
        this.limits = limits;
        this.onlyCourier = onlyCourier;
        this.draft = new PositionDraft(limits, receivedAtMillis);
    }

    PositionLimits limits() {
        return limits;
    }

    /** How many items were begun; so, after the first {@link #begin}, one more than the index of the present one. */
    int items() {
        return items;
    }

    /** Whether each item has to name its courier. */
    boolean isForManyCouriers() {
        return onlyCourier == null;
    }

    PositionDraft begin() throws UnreadableBodyException {
        if (items == limits.maxItems()) {
            throw UnreadableBodyException.tooLarge("the body holds more than " + limits.maxItems() + " positions");
        }
        items++;
        draft.begin();
        return draft;
    }

    /** The present item is complete. */
    void end() {
        String courierId = courierId();
        if (courierId == null) {
            draft.refuse("courierId", "is required");
        }
        Position position = draft.finish();
        if (position == null || courierId == null) {
            rejections.add(draft.rejection(items - 1, courierId));
        } else {
            byCourier.computeIfAbsent(courierId, id -> new ArrayList<>()).add(position);
        }
    }

    /** The present item as a whole is none, whatever was found before. */
    void reject(String reason) {
        rejections.add(new Rejection(items - 1, courierId(), "", reason));
    }

    private @Nullable String courierId() {
        return onlyCourier == null ? draft.courierId() : onlyCourier;
    }

    PositionBatch build() {
        List<CourierPositions> couriers = new ArrayList<>(byCourier.size());
        byCourier.forEach((courierId, positions) -> couriers.add(new CourierPositions(courierId, positions)));
        return new PositionBatch(couriers, rejections, items);
    }
}
