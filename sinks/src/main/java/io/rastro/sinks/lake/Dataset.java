package io.rastro.sinks.lake;

import io.rastro.sinks.kafka.ValueReader;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One kind of rows in the lake, each made of a record of one topic: all in which kinds differ. Any thread.
 *
 * @param <T> what a record's value says
 */
public interface Dataset<T> {

    String topic();

    /** What the names of all its objects begin with, such as {@code courier_positions/}. */
    default String prefix() {
        return ObjectNames.prefixOf(topic());
    }

    /** A new one. @param schemas by the registry's id */
    ValueReader<T> reader(IntFunction<Optional<Schema>> schemas);

    /** The one name of a row, in the column {@code event_id}. */
    String eventId(T value);

    /** By which time a row lies in the lake, {@code dt} and {@code hour} of its object: epoch milliseconds. */
    long timeMillis(T value);

    Columns<T> columns();

    /** @param record of this value */
    Place place(T value, ConsumerRecord<String, byte[]> record);

    /** Of a record whose value cannot be read; empty unless its headers name something of the entity in its key. */
    Optional<Place> place(ConsumerRecord<String, byte[]> unreadable);
}
