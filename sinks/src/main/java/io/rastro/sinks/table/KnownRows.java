package io.rastro.sinks.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Rows that are known to be written, as many as may be: those that were not asked for for longest are forgotten. */
public final class KnownRows {

    private KnownRows() {}

    /** Any thread. */
    public static <K> Set<K> atMost(int max) {
        return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<K, Boolean>(1024, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Boolean> eldest) {
                return size() > max;
            }
        }));
    }
}
