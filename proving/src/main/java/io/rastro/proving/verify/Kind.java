package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.cql.Row;
import io.rastro.protocol.PublishedEvent;
import java.util.List;

/**
 * A kind of journal event in one check: all that a check has to know of it. First it is told the events, then it says what the
 * stores should hold.
 *
 * @param <E> an event that holds items
 */
interface Kind<E extends PublishedEvent> {

    /** What the persistence ids of its entities begin with, before {@code ~}. */
    String entityType();

    Class<E> type();

    /** An event of the check's range, each once; those of an entity follow each other within a partition of the journal. */
    void count(String persistenceId, long seqNr, E event);

    /** What the events come to. */
    List<Subject> subjects();

    /** Whether an event is of the request that a ledger names; false only where the journal says whose it is. */
    boolean isOf(E event, String idempotencyKey);

    /** The table that has a row for each item. */
    StoreTable table();

    /** Whether a row of the table is that of the item at this place of the event. */
    boolean isRowOf(Row row, int index, E event);
}
