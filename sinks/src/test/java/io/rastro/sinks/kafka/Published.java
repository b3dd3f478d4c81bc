package io.rastro.sinks.kafka;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.CourierGeofenceCodec;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPixCodec;
import io.rastro.protocol.pix.journal.TracedPixSignalCodec;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What events become in topics, as a consumer has it; without Kafka. */
public final class Published {

    private static final TopicNames NAMES = TopicNames.USUAL;

    private static final Map<Integer, Schema> SCHEMAS = Map.of(
            7, CourierPositionCodec.SCHEMA,
            8, CourierGeofenceCodec.SCHEMA,
            9, CourierOrderCodec.SCHEMA,
            10, TracedPixCodec.SCHEMA,
            11, TracedPixSignalCodec.SCHEMA);

    private static final EventRecords RECORDS = EventRecords.to(new EgressTopics(
            new Topic(NAMES.positions(), 7),
            new Topic(NAMES.geofences(), 8),
            new Topic(NAMES.orders(), 9),
            Map.of(
                    PixKind.PAGAMENTO, new Topic(NAMES.pixPagamentos(), 10),
                    PixKind.RECEBIMENTO, new Topic(NAMES.pixRecebimentos(), 10),
                    PixKind.ESTORNO, new Topic(NAMES.pixEstornos(), 10)),
            new Topic(NAMES.pixSinais(), 11)));

    private Published() {}

    /** Of every topic of {@link TopicNames#USUAL}. */
    public static Optional<Schema> schema(int id) {
        return Optional.ofNullable(SCHEMAS.get(id));
    }

    /** The records of an event, of all topics, at offset 0 each. @param entityType such as {@code pix} */
    public static List<ConsumerRecord<String, byte[]>> of(
            String entityType, String entityId, long seqNr, PublishedEvent event) {
        Outgoing item = new Outgoing(entityId, entityType + '~' + entityId, seqNr, event, done -> {});
        return RECORDS.of(item).stream().map(Published::consumed).toList();
    }

    /** The same record somewhere else, or with another value; its headers are its own. */
    public static ConsumerRecord<String, byte[]> at(
            long offset, ConsumerRecord<String, byte[]> record, long timestamp, byte[] value) {
        return new ConsumerRecord<>(
                record.topic(),
                0,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                value.length,
                record.key(),
                value,
                new RecordHeaders(record.headers()),
                Optional.empty());
    }

    public static String eventId(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<String, byte[]> consumed(ProducerRecord<byte[], byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                sent.timestamp(),
                TimestampType.CREATE_TIME,
                sent.key().length,
                sent.value().length,
                new String(sent.key(), StandardCharsets.UTF_8),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
