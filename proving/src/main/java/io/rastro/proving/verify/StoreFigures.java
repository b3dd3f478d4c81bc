package io.rastro.proving.verify;

/**
 * What one store holds of one kind of item, against what was acknowledged. In items, not events.
 *
 * @param items all that it holds, each time it holds it
 * @param lost acknowledged, and not there; of Pix outside the journal: in the journal, and not there
 * @param duplicates there more than once; in Kafka that is allowed, readers tell by the event id
 * @param extra there, and named by no line of the ledger
 * @param unanswered sent by a load of this ledger that never got to hear of it; there all the same
 * @param unknown of the extra ones: not in the journal either
 * @param outOfOrder items of one entity that come after a later one of it
 */
public record StoreFigures(
        String store,
        long items,
        long lost,
        long duplicates,
        long extra,
        long unanswered,
        long unknown,
        long outOfOrder) {

    static final String KAFKA = "kafka";

    boolean isKafka() {
        return store.equals(KAFKA);
    }

    StoreFigures withOutOfOrder(long count) {
        return new StoreFigures(store, items, lost, duplicates, extra, unanswered, unknown, count);
    }
}
