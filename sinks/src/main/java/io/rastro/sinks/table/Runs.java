package io.rastro.sinks.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Cuts a list into what one statement can write, without changing the order. */
public final class Runs {

    private Runs() {}

    /** Consecutive items of the same partition, at most so many together. */
    static <T> List<List<T>> ofOnePartition(List<T> items, ToLongFunction<T> partitionOf, int maxRows) {
        return cut(items, partitionOf, item -> 1, maxRows);
    }

    /**
     * Consecutive items that together have at most a weight; one that has more is alone.
     *
     * @param weightOf at least 1
     */
    public static <T> List<List<T>> ofWeight(List<T> items, ToIntFunction<T> weightOf, int maxWeight) {
        return cut(items, item -> 0, weightOf, maxWeight);
    }

    private static <T> List<List<T>> cut(
            List<T> items, ToLongFunction<T> partitionOf, ToIntFunction<T> weightOf, int maxWeight) {
        List<List<T>> runs = new ArrayList<>(1);
        int begin = 0;
        long weight = 0;
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            boolean fits = weight + weightOf.applyAsInt(item) <= maxWeight
                    && partitionOf.applyAsLong(item) == partitionOf.applyAsLong(items.get(begin));
            if (i > begin && !fits) {
                runs.add(items.subList(begin, i));
                begin = i;
                weight = 0;
            }
            weight += weightOf.applyAsInt(item);
        }
        if (begin < items.size()) {
            runs.add(items.subList(begin, items.size()));
        }
        return runs;
    }
}
