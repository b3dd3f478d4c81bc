package io.rastro.sinks.lake;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition begins when it is assigned.
 *
 * @param firstOffset the committed one: the first batch begins here
 * @param readFrom from here the watermarks are warmed: at or before the first offset, unless Kafka has forgotten that
 * @param decided first offset → what is noted of batches at or after it, which somebody has begun to write
 */
record Start(TopicPartition partition, long firstOffset, long readFrom, Map<Long, Decided> decided) {

    @Nullable
    Decided decidedOf(long firstOffsetOfBatch) {
        return decided.get(firstOffsetOfBatch);
    }
}
