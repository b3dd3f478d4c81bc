package io.rastro.proving.verify;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that every store should hold once, as the journal or a ledger has it.
 *
 * @param events acknowledged, or of the range
 * @param expected items that were acknowledged, or are of the range
 * @param journal what the journal holds of it
 * @param topics each with what the items in it are called before their event ids, since the id says nothing of the dataset
 * @param folders of the lake, likewise
 * @param table null where there is none
 * @param tallies a new count of a store
 */
record Subject(
        Items items,
        long events,
        long expected,
        StoreFigures journal,
        Map<String, String> topics,
        Map<String, String> folders,
        @Nullable StoreTable table,
        Supplier<Tally> tallies) {

    /** Of the lake, where what a topic has lies: such as {@code courier_positions/}. */
    static String folderOf(String topic) {
        return topic.replace('.', '_') + '/';
    }
}
