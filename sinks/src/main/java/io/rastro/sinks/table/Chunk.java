package io.rastro.sinks.table;

import akka.kafka.ConsumerMessage;
import akka.kafka.ConsumerMessage.Committable;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.kafka.ConsumerMessage.CommittableOffset;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.PositionReader;
import io.rastro.sinks.kafka.Retry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that are written together: each courier's positions in the order of the topic. */
final class Chunk {

    /** A record that cannot be read, and why. */
    record Unreadable(ConsumerRecord<String, byte[]> record, String reason) {}

    private final PositionReader reader;
    private final String sink;
    private final Map<String, List<TracedPosition>> byCourier = new LinkedHashMap<>();
    private final Map<Integer, CommittableOffset> newest = new HashMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int rows;

    /** @param sink whose copies of records that were put back are taken; those for another sink are left out */
    Chunk(PositionReader reader, String sink) {
        this.reader = reader;
        this.sink = sink;
    }

    Chunk add(CommittableMessage<String, byte[]> message) {
        if (!Retry.isForAnother(message.record(), sink)) {
            add(message.record());
        }
        newest.put(message.record().partition(), message.committableOffset());
        return this;
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        try {
            TracedPosition traced = reader.read(record.value());
            byCourier
                    .computeIfAbsent(traced.courierId(), first -> new ArrayList<>(4))
                    .add(traced);
            rows++;
        } catch (PositionReader.UnreadableException poison) {
            unreadable.add(new Unreadable(record, String.valueOf(poison.getMessage())));
        }
    }

    Collection<List<TracedPosition>> couriers() {
        return byCourier.values();
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
