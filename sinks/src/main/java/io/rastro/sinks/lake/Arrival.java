package io.rastro.sinks.lake;

import akka.kafka.ConsumerMessage.CommittableOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a {@link Lane} is told. */
sealed interface Arrival {

    /** Time has passed. */
    enum Tick implements Arrival {
        TICK
    }

    /** @param offset to commit when everything up to the record is in the lake; null: it came from a {@link ReadBack} */
    record Message(
            ConsumerRecord<String, byte[]> record, @Nullable CommittableOffset offset) implements Arrival {}
}
