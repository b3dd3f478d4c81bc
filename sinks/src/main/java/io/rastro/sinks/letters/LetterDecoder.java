package io.rastro.sinks.letters;

import io.rastro.protocol.ConfluentFormat;
import io.rastro.sinks.kafka.DeadLetter;
import io.rastro.sinks.kafka.DeadLetters;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Values of topic {@code dead-letters}, whichever version of the schema wrote them. */
final class LetterDecoder {

    /** Stands for the source of what is no letter of ours. */
    private static final String UNKNOWN = "unknown";

    private final SchemaRegistry registry;

    LetterDecoder(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** What cannot be decoded is a letter too, with the whole value as its original. */
    DeadLetter decode(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        try {
            int schemaId = ConfluentFormat.schemaIdOf(value);
            if (schemaId >= 0) {
                return letter(generic(value, registry.byId(schemaId).orElse(DeadLetters.SCHEMA)));
            }
        } catch (IOException | RuntimeException notALetter) {
            if (notALetter instanceof SchemaRegistry.RegistryException away) {
                throw new LettersException(String.valueOf(away.getMessage()), away);
            }
        }
        return new DeadLetter(
                UNKNOWN, "the record is no dead letter", Instant.ofEpochMilli(record.timestamp()), value, Map.of());
    }

    private static GenericRecord generic(byte[] value, Schema writer) throws IOException {
        return new GenericDatumReader<GenericRecord>(writer, DeadLetters.SCHEMA)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        value,
                                        ConfluentFormat.HEADER_BYTES,
                                        value.length - ConfluentFormat.HEADER_BYTES,
                                        null));
    }

    private static DeadLetter letter(GenericRecord record) {
        ByteBuffer original = (ByteBuffer) record.get("original");
        byte[] bytes = new byte[original.remaining()];
        original.get(bytes);
        Map<String, String> context = new HashMap<>();
        ((Map<?, ?>) record.get("context")).forEach((key, value) -> context.put(key.toString(), value.toString()));
        return new DeadLetter(
                record.get("source").toString(),
                record.get("reason").toString(),
                Instant.ofEpochMilli((Long) record.get("at")),
                bytes,
                context);
    }
}
