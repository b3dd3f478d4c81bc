package io.rastro.proving.verify;

import java.util.List;

/**
 * What all stores hold of one kind of item.
 *
 * @param events journal events that were acknowledged, or are of the range
 * @param expected items that were acknowledged, or are of the range
 * @param stores the journal first
 */
public record KindFigures(Items items, long events, long expected, List<StoreFigures> stores) {

    public KindFigures {
        stores = List.copyOf(stores);
    }

    public long lost() {
        return stores.stream().mapToLong(StoreFigures::lost).sum();
    }

    /** More than once where it must be once: in Kafka it may be there again. */
    public long twice() {
        return stores.stream()
                .filter(store -> !store.isKafka())
                .mapToLong(StoreFigures::duplicates)
                .sum();
    }

    /** Whether there is anything of it anywhere. */
    public boolean isThere() {
        return expected > 0 || stores.stream().anyMatch(store -> store.items() > 0);
    }

    boolean isGood() {
        return lost() == 0
                && twice() == 0
                && stores.stream().allMatch(store -> store.unknown() == 0 && store.outOfOrder() == 0);
    }
}
