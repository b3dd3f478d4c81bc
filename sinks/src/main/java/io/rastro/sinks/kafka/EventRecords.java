package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.pix.journal.PixRecorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The {@link Records} of every event that is published, by its type. Any thread. */
public final class EventRecords {

    private final Map<Class<?>, OfType<?>> byType;

    private EventRecords(Map<Class<?>, OfType<?>> byType) {
        this.byType = byType;
    }

    /** A type of event with its records, so that no cast is unchecked. */
    private record OfType<E extends PublishedEvent>(Class<E> type, Records<E> records) {

        int countOf(Outgoing item) {
            return records.countOf(type.cast(item.event()));
        }

        List<ProducerRecord<byte[], byte[]>> of(Outgoing item) {
            return records.of(item, type.cast(item.event()));
        }
    }

    /** Of nothing yet. */
    public static EventRecords none() {
        return new EventRecords(Map.of());
    }

    /** Of all kinds of entities. */
    static EventRecords to(EgressTopics topics) {
        return none().and(PositionsRecorded.class, new PositionRecords(topics))
                .and(OrderChanged.class, new OrderRecords(topics))
                .and(PixRecorded.class, new PixRecords(topics));
    }

    /** These, and those of one type of event more. */
    public <E extends PublishedEvent> EventRecords and(Class<E> type, Records<E> records) {
        Map<Class<?>, OfType<?>> more = new HashMap<>(byType);
        if (more.put(type, new OfType<>(type, records)) != null) {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " has its Records already");
        }
        return new EventRecords(Map.copyOf(more));
    }

    /** How many records it comes to. */
    int countOf(Outgoing item) {
        return ofType(item).countOf(item);
    }

    List<ProducerRecord<byte[], byte[]>> of(Outgoing item) {
        return ofType(item).of(item);
    }

    /** @param items how many an event of this type had */
    void stored(Class<?> type, int items, EgressMeters meters) {
        ofType(type).records().stored(items, meters);
    }

    private OfType<?> ofType(Outgoing item) {
        return ofType(item.event().getClass());
    }

    private OfType<?> ofType(Class<?> type) {
        OfType<?> found = byType.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no topic takes a " + type.getSimpleName() + ": it needs its Records");
        }
        return found;
    }
}
