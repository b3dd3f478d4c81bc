package io.rastro.sinks.table;

import akka.kafka.ConsumerMessage;
import akka.kafka.ConsumerMessage.Committable;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.kafka.ConsumerMessage.CommittableOffset;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.kafka.PositionReader;
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
    private final Map<String, List<TracedPosition>> byCourier = new LinkedHashMap<>();
    private final Map<Integer, CommittableOffset> newest = new HashMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int rows;

    Chunk(PositionReader reader) {
        this.reader = reader;
    }

    Chunk add(CommittableMessage<String, byte[]> message) {
        try {
            TracedPosition traced = reader.read(message.record().value());
            byCourier
                    .computeIfAbsent(traced.courierId(), first -> new ArrayList<>(4))
                    .add(traced);
            rows++;
        } catch (PositionReader.UnreadableException poison) {
            unreadable.add(new Unreadable(message.record(), String.valueOf(poison.getMessage())));
        }
        newest.put(message.record().partition(), message.committableOffset());
        return this;
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
