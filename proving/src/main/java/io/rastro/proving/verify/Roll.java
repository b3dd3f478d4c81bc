package io.rastro.proving.verify;

import io.rastro.proving.ledger.NameSet;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Items that are called by their names, each of which a store should have once: of events of which only some items are in a
 * dataset, so that nothing can be told by their number. Memory: {@link NameSet}, and a bit an item for each store.
 *
 * @param expected by {@link #name}
 */
record Roll(ReceivedRange range, NameSet expected) {

    Roll {
        expected.seal();
    }

    static String name(String kind, String eventId) {
        return kind + ' ' + eventId;
    }

    Tally tally() {
        return new Calling();
    }

    private final class Calling implements Tally {

        private final BitSet seen = new BitSet();
        private long items;
        private long duplicates;
        private long unknown;

        @Override
        public boolean count(String kind, @Nullable String eventId, long receivedAtMillis) {
            int place = eventId == null ? -1 : expected.placeOf(name(kind, eventId));
            if (place < 0) {
                boolean ours = receivedAtMillis == Scope.UNKNOWN || range.contains(receivedAtMillis);
                items += ours ? 1 : 0;
                unknown += ours ? 1 : 0;
                return ours;
            }
            items++;
            boolean first = !seen.get(place);
            seen.set(place);
            duplicates += first ? 0 : 1;
            return first;
        }

        @Override
        public StoreFigures figures(String store) {
            long lost = expected.size() - seen.cardinality();
            return new StoreFigures(store, items, lost, duplicates, unknown, 0, unknown, 0);
        }
    }
}
