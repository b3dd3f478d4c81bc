package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.PublishedEvent;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the events of one type are in Kafka. Any thread. */
public interface Records<E extends PublishedEvent> {

    /** How many they are, at least 1. */
    int countOf(E event);

    /**
     * In the order in which they are to be sent.
     *
     * @param event what {@code item} brings
     */
    List<ProducerRecord<byte[], byte[]>> of(Outgoing item, E event);

    /** Counts the items of an event, if they are counted: Kafka has all of its records. */
    default void stored(int items, EgressMeters meters) {}
}
