package io.rastro.sinks.lake;

import akka.kafka.ConsumerMessage.CommittableOffset;
import io.rastro.sinks.kafka.ValueReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records [firstOffset, endOffset) of one Kafka partition, held as their encoded values: a third of what the objects
 * would take. Not thread-safe.
 */
final class Batch {

    /** A record that cannot be read, and why. */
    record Unreadable(ConsumerRecord<String, byte[]> record, String reason) {}

    /** A copy of a record that could not be read at first: a row of this batch if it is the one for its event. */
    record Retried(String eventId, long offset, byte[] value, long timeMillis) {}

    private final TopicPartition partition;
    private final long firstOffset;
    private final @Nullable Decided decided;
    private final PackedValues values = new PackedValues();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final List<Retried> retried = new ArrayList<>();
    private int[] hours = new int[64];
    private long bytesBeside;
    private int dropped;
    private long missing;
    private long missingBefore = -1;
    private long endOffset;
    private long firstTimestamp = Long.MAX_VALUE;
    private long clock;
    private @Nullable CommittableOffset offset;

    /** @param decided what was noted of it, if it was begun before */
    Batch(TopicPartition partition, long firstOffset, @Nullable Decided decided) {
        this.partition = partition;
        this.firstOffset = firstOffset;
        this.decided = decided;
        this.endOffset = firstOffset;
    }

    /** @param timeMillis by which it lies in the lake */
    void addRow(byte[] value, long timeMillis) {
        if (values.size() == hours.length) {
            hours = Arrays.copyOf(hours, hours.length * 2);
        }
        hours[values.size()] = ObjectNames.hourOf(timeMillis);
        values.add(value);
    }

    void addUnreadable(ConsumerRecord<String, byte[]> record, ValueReader.UnreadableException why) {
        unreadable.add(new Unreadable(record, String.valueOf(why.getMessage())));
        bytesBeside += Math.max(0, record.serializedValueSize());
    }

    void addRetried(String eventId, ConsumerRecord<String, byte[]> copy, long timeMillis) {
        retried.add(new Retried(eventId, copy.offset(), copy.value(), timeMillis));
        bytesBeside += copy.serializedValueSize();
    }

    /** Those of the copies that are rows, see {@link RetryClaims}; to be called once. */
    void addRowsOf(Set<Retried> claimed) {
        for (Retried copy : retried) {
            if (claimed.contains(copy)) {
                addRow(copy.value(), copy.timeMillis());
            } else {
                addDropped();
            }
        }
    }

    void addDropped() {
        dropped++;
    }

    /** Events that should have come before the record at this offset, see {@link Watermarks#missing()}; usually 0. */
    void addMissing(long events, long beforeOffset) {
        if (events > 0) {
            missing += events;
            missingBefore = missingBefore < 0 ? beforeOffset : missingBefore;
        }
    }

    /**
     * @param to of the record that was added, or left out, last
     * @param commit its own; null: it has none
     * @param clockNow the record clock after it
     */
    void advance(long to, @Nullable CommittableOffset commit, long clockNow) {
        offset = commit;
        endOffset = to + 1;
        firstTimestamp = Math.min(firstTimestamp, clockNow);
        clock = clockNow;
    }

    TopicPartition partition() {
        return partition;
    }

    long firstOffset() {
        return firstOffset;
    }

    long endOffset() {
        return endOffset;
    }

    @Nullable
    Decided decided() {
        return decided;
    }

    /** The record clock at its end, epoch milliseconds. */
    long clock() {
        return clock;
    }

    boolean isEmpty() {
        return endOffset == firstOffset;
    }

    /** What is committed when it is written; empty: the next batch's is, which is being filled already. */
    Optional<CommittableOffset> offset() {
        return Optional.ofNullable(offset);
    }

    int size() {
        return values.size();
    }

    long records() {
        return endOffset - firstOffset;
    }

    long bytes() {
        return values.bytes() + bytesBeside;
    }

    int dropped() {
        return dropped;
    }

    long missing() {
        return missing;
    }

    /** The offset before which the first event is missing; -1: none is. */
    long missingBefore() {
        return missingBefore;
    }

    /** How much the record clock moved on within it, milliseconds. */
    long spanMillis() {
        return isEmpty() ? 0 : clock - firstTimestamp;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }

    List<Retried> retried() {
        return retried;
    }

    /** The rows of one hour, in the order of their offsets. @param hour since 1970-01-01T00Z */
    record HourOfRows(int hour, List<byte[]> values) {}

    /** By hour of their time, ascending. */
    List<HourOfRows> byHour() {
        long[] order = new long[values.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = ((long) hours[i] << 32) | i;
        }
        Arrays.sort(order);
        List<HourOfRows> result = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= order.length; i++) {
            int hour = (int) (order[begin] >> 32);
            if (i == order.length || (int) (order[i] >> 32) != hour) {
                int[] rows = Arrays.stream(order, begin, i)
                        .mapToInt(entry -> (int) entry)
                        .toArray();
                result.add(new HourOfRows(hour, values.view(rows)));
                begin = i;
            }
        }
        return result;
    }
}
