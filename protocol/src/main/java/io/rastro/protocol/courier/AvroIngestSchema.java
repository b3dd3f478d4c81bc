package io.rastro.protocol.courier;

import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.UnreadableBodyException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * A client's schema that is fit to be read as positions, and safe to be, see {@link AvroSchemaBounds}.
 *
 * @param fixedAtUnitsPerMilli 1, or what makes milliseconds of the finer timestamps that some tools write
 */
record AvroIngestSchema(Schema writer, long fixedAtUnitsPerMilli) {

    /** {@code courier/Position.avsc} with null allowed everywhere, so that a null spoils its item and not the body. */
    static final Schema READER = lenient(AvroSchemas.load("courier/Position"));

    private static final int MAX_TEXT_LENGTH = 1 << 16;

    /** @throws UnreadableBodyException which names the field that does not fit */
    static AvroIngestSchema parse(String text) throws UnreadableBodyException {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw wrong(" is longer than 64 KiB");
        }
        Schema writer;
        try {
            writer = new Schema.Parser().parse(text);
        } catch (RuntimeException e) {
            throw wrong(" is not a valid schema");
        }
        if (writer.getType() != Type.RECORD) {
            throw wrong(" must be of a record");
        }
        AvroSchemaBounds.check(writer);
        requireFields(writer);
        return new AvroIngestSchema(writer, fixedAtUnitsPerMilli(writer.getField("fixedAt")));
    }

    private static void requireFields(Schema writer) throws UnreadableBodyException {
        for (Schema.Field ours : READER.getFields()) {
            Schema.Field theirs = writer.getField(ours.name());
            if (theirs == null) {
                if (ours.name().equals("fixedAt")
                        || ours.name().equals("lat")
                        || ours.name().equals("lon")) {
                    throw wrong(" has no field " + ours.name());
                }
            } else if (!canRead(ours.schema(), theirs.schema())) {
                throw wrong("'s field " + ours.name() + " has a type that cannot be read");
            }
        }
    }

    private static boolean canRead(Schema ours, Schema theirs) {
        return SchemaCompatibility.checkReaderWriterCompatibility(ours, theirs).getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static long fixedAtUnitsPerMilli(Schema.Field fixedAt) throws UnreadableBodyException {
        List<Schema> branches = fixedAt.schema().isUnion() ? fixedAt.schema().getTypes() : List.of(fixedAt.schema());
        for (Schema branch : branches) {
            LogicalType logical = branch.getLogicalType();
            if (logical != null) {
                return switch (logical.getName()) {
                    case "timestamp-millis" -> 1;
                    case "timestamp-micros" -> 1000;
                    case "timestamp-nanos" -> 1_000_000;
                    default -> throw wrong("'s field fixedAt must be a timestamp");
                };
            }
        }
        return 1;
    }

    private static Schema lenient(Schema strict) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : strict.getFields()) {
            fields.add(new Schema.Field(field.name(), orNull(field.schema()), field.doc(), JsonProperties.NULL_VALUE));
        }
        return Schema.createRecord(strict.getName(), strict.getDoc(), strict.getNamespace(), false, fields);
    }

    private static Schema orNull(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> schema;
            case MAP -> Schema.createUnion(Schema.create(Type.NULL), Schema.createMap(orNull(schema.getValueType())));
            default -> Schema.createUnion(Schema.create(Type.NULL), schema);
        };
    }

    static UnreadableBodyException wrong(String what) {
        return UnreadableBodyException.malformed("the Avro container's schema" + what);
    }
}
