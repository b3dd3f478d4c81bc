package io.rastro.sinks.table;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Rows of one owner in the order of their time, cut into partitions of equal length that are numbered by time. */
public interface Timeline<T> {

    long partitionOf(long millis);

    /** Those with rows, in their order; the first ones when there are more than {@code most}. */
    CompletionStage<List<Long>> partitions(long first, long last, int most);

    /** The first rows of a partition with a time from {@code fromMillis} to before {@code toMillis}. */
    CompletionStage<AsyncResultSet> from(long partition, long fromMillis, long toMillis, int most);

    /** The first rows of a partition after another one and with a time before {@code toMillis}. */
    CompletionStage<AsyncResultSet> after(long partition, HistoryCursor row, long toMillis, int most);

    T read(Row row);

    HistoryCursor cursorOf(T item);
}
