package io.rastro.cli;

import io.rastro.protocol.ConfluentFormat;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** An original's bytes for people. */
final class LetterOriginal {

    private static final int BYTES_A_LINE = 16;

    private LetterOriginal() {}

    /** @param decoded the record as JSON; empty when it cannot be decoded, why says why then */
    record Decoded(Optional<String> decoded, String why) {}

    static Decoded decode(byte[] original, SchemaRegistry registry) {
        int schemaId = ConfluentFormat.schemaIdOf(original);
        if (schemaId < 0) {
            return new Decoded(Optional.empty(), "not in the Confluent wire format");
        }
        try {
            Optional<Schema> schema = registry.byId(schemaId);
            if (schema.isEmpty()) {
                return new Decoded(Optional.empty(), "the registry does not know schema " + schemaId);
            }
            GenericRecord record = new GenericDatumReader<GenericRecord>(schema.get())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            original,
                                            ConfluentFormat.HEADER_BYTES,
                                            original.length - ConfluentFormat.HEADER_BYTES,
                                            null));
            return new Decoded(Optional.of(record.toString()), "");
        } catch (IOException | RuntimeException wrong) {
            return new Decoded(Optional.empty(), "not what schema " + schemaId + " says: " + wrong.getMessage());
        }
    }

    /** The first bytes in hexadecimal and as text. @param max most bytes */
    static String hex(byte[] original, int max) {
        StringBuilder text = new StringBuilder();
        int shown = Math.min(original.length, max);
        for (int at = 0; at < shown; at += BYTES_A_LINE) {
            StringBuilder readable = new StringBuilder();
            text.append(String.format(Locale.ROOT, "  %08x ", at));
            for (int i = at; i < at + BYTES_A_LINE; i++) {
                text.append(i < shown ? String.format(Locale.ROOT, " %02x", original[i]) : "   ");
                if (i < shown) {
                    readable.append(original[i] >= ' ' && original[i] < 127 ? (char) original[i] : '.');
                }
            }
            text.append("  |").append(readable).append("|\n");
        }
        if (shown < original.length) {
            text.append("  and ").append(original.length - shown).append(" bytes more (--raw writes all)\n");
        }
        return text.toString();
    }
}
