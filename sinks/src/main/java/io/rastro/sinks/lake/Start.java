package io.rastro.sinks.lake;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a partition begins when it is assigned.
 *
 * @param firstOffset the committed one: the first batch begins here
 * @param readFrom at or before it: from here the watermarks are warmed
 * @param fixedEnds first offset → end offset of batches at or after it that somebody has begun to write
 */
record Start(TopicPartition partition, long firstOffset, long readFrom, Map<Long, Long> fixedEnds) {

    OptionalLong fixedEndOf(long firstOffsetOfBatch) {
        Long end = fixedEnds.get(firstOffsetOfBatch);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }
}
