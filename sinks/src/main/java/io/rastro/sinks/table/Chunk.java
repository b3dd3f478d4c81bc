package io.rastro.sinks.table;

import akka.kafka.ConsumerMessage;
import akka.kafka.ConsumerMessage.Committable;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.kafka.ConsumerMessage.CommittableOffset;
import io.rastro.sinks.kafka.Retry;
import io.rastro.sinks.kafka.ValueReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Records that are written together: the items of each key in the order of their topic. */
final class Chunk<T> {

    /** A record that cannot be read, and why. */
    record Unreadable(ConsumerRecord<String, byte[]> record, String reason) {}

    private final ValueReader<T> reader;
    private final Function<T, String> keyOf;
    private final String sink;
    private final Map<String, List<T>> byKey = new LinkedHashMap<>();
    private final Map<TopicPartition, CommittableOffset> newest = new HashMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int rows;

    /** @param sink whose copies of records that were put back are taken; those for another sink are left out */
    Chunk(ValueReader<T> reader, Function<T, String> keyOf, String sink) {
        this.reader = reader;
        this.keyOf = keyOf;
        this.sink = sink;
    }

    Chunk<T> add(CommittableMessage<String, byte[]> message) {
        if (!Retry.isForAnother(message.record(), sink)) {
            add(message.record());
        }
        newest.put(
                new TopicPartition(message.record().topic(), message.record().partition()),
                message.committableOffset());
        return this;
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        try {
            T item = reader.read(record.value());
            byKey.computeIfAbsent(keyOf.apply(item), first -> new ArrayList<>(4))
                    .add(item);
            rows++;
        } catch (ValueReader.UnreadableException poison) {
            unreadable.add(new Unreadable(record, String.valueOf(poison.getMessage())));
        }
    }

    Map<String, List<T>> byKey() {
        return byKey;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }

    int rows() {
        return rows;
    }

    /** Everything of this chunk and before it. */
    Committable offsets() {
        return ConsumerMessage.createCommittableOffsetBatch(List.copyOf(newest.values()));
    }
}
