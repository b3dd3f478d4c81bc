package io.rastro.sinks.lake;

import akka.NotUsed;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import io.rastro.sinks.lake.Arrival.Message;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Each record of a partition once and in order, from an offset on, whatever the group's consumer leaves out or brings again.
 * It begins at the committed offset, not where a lane has to read from; is set back to that by every rebalance; and gives
 * records to a lane that is being closed, which the next one never sees. For one run of one lane, not thread-safe.
 */
final class Gapless {

    private final Between kafka;
    private long position;

    /** What Kafka has from one offset on to before another. */
    @FunctionalInterface
    interface Between {
        Source<ConsumerRecord<String, byte[]>, NotUsed> between(long from, long before);
    }

    private Gapless(long from, Between kafka) {
        this.position = from;
        this.kafka = kafka;
    }

    /**
     * @param kafka asked for what did not come, when a record behind it does
     * @param isWanted false: for good; what is read may end too early then, and nothing behind it must come
     */
    static Flow<CommittableMessage<String, byte[]>, Message, NotUsed> from(
            long offset, Between kafka, BooleanSupplier isWanted) {
        return Flow.<CommittableMessage<String, byte[]>>create()
                .statefulMapConcat(() -> {
                    Gapless gapless = new Gapless(offset, kafka);
                    return gapless::next;
                })
                .flatMapConcat(messages -> messages)
                .takeWhile(message -> isWanted.getAsBoolean());
    }

    private Iterable<Source<Message, NotUsed>> next(CommittableMessage<String, byte[]> came) {
        long offset = came.record().offset();
        if (offset < position) {
            return List.of();
        }
        long from = position;
        position = offset + 1;
        Source<Message, NotUsed> message = Source.single(new Message(came.record(), came.committableOffset()));
        if (from == offset) {
            return List.of(message);
        }
        return List.of(kafka.between(from, offset)
                .map(record -> new Message(record, null))
                .concat(message));
    }
}
