package io.rastro.protocol.courier;

import io.rastro.protocol.AvroSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * A client's schema that is fit to be read as positions, and safe to be: a schema of some bytes can stand for skipping
 * without end, or for a resolution that fills the memory.
 *
 * @param fixedAtUnitsPerMilli 1, or what makes milliseconds of the finer timestamps that some tools write
 */
record AvroIngestSchema(Schema writer, long fixedAtUnitsPerMilli) {

    /** {@code courier/Position.avsc} with null allowed everywhere, so that a null spoils its item and not the body. */
    static final Schema READER = lenient(AvroSchemas.load("courier/Position"));

    private static final int MAX_TEXT_LENGTH = 1 << 16;
    private static final int MAX_EXPANDED_TYPES = 2000;

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
        if (expandedTypes(writer, new HashMap<>(), new HashSet<>()) > MAX_EXPANDED_TYPES) {
            throw wrong(" is too large");
        }
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

    /**
     * How many types the schema comes to when every name is replaced by what it stands for; saturating. Refuses
     * recursion, and what takes no bytes: only data that is there can then make us work.
     */
    private static int expandedTypes(Schema schema, Map<String, Integer> known, Set<String> within)
            throws UnreadableBodyException {
        return switch (schema.getType()) {
            case NULL -> throw wrong(" has a null that stands alone");
            case FIXED -> atLeastOneByte(schema.getFixedSize());
            case ARRAY -> 1 + expandedTypes(schema.getElementType(), known, within);
            case MAP -> 1 + expandedTypes(schema.getValueType(), known, within);
            case UNION -> {
                int types = 1;
                for (Schema branch : schema.getTypes()) {
                    types += branch.getType() == Type.NULL ? 1 : expandedTypes(branch, known, within);
                    types = Math.min(types, MAX_EXPANDED_TYPES + 1);
                }
                yield types;
            }
            case RECORD -> expandedFields(schema, known, within);
            default -> 1;
        };
    }

    private static int expandedFields(Schema schema, Map<String, Integer> known, Set<String> within)
            throws UnreadableBodyException {
        Integer before = known.get(schema.getFullName());
        if (before != null) {
            return before;
        }
        if (!within.add(schema.getFullName())) {
            throw wrong(" must not be recursive");
        }
        int types = atLeastOneByte(schema.getFields().size());
        for (Schema.Field field : schema.getFields()) {
            types = Math.min(types + expandedTypes(field.schema(), known, within), MAX_EXPANDED_TYPES + 1);
        }
        within.remove(schema.getFullName());
        known.put(schema.getFullName(), types);
        return types;
    }

    private static int atLeastOneByte(int size) throws UnreadableBodyException {
        if (size == 0) {
            throw wrong(" has a type without content");
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

    private static UnreadableBodyException wrong(String what) {
        return UnreadableBodyException.malformed("the Avro container's schema" + what);
    }
}
