package io.rastro.sinks.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of a history, in its order. @param nextCursor null when there is nothing more */
public record HistoryPage<T>(List<T> items, @Nullable String nextCursor) {

    public HistoryPage {
        items = List.copyOf(items);
    }
}
