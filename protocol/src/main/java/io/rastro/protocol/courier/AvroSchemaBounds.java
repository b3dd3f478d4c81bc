package io.rastro.protocol.courier;

import static io.rastro.protocol.courier.AvroIngestSchema.wrong;

import io.rastro.protocol.UnreadableBodyException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;

/**
 * Whether a stranger's schema is safe to use. A few bytes of one can stand for an array of a billion nulls, which takes
 * no data and no end of skipping, or for records within records whose resolution fills the memory. So: nothing that
 * takes no bytes, no recursion, bounded depth, and bounded size when every name is replaced by what it stands for. Only
 * data that is there can then make us work.
 */
final class AvroSchemaBounds {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_EXPANDED_TYPES = 2000;

    /** What each record comes to, by its full name: so that the check itself is linear. */
    private final Map<String, Integer> records = new HashMap<>();

    private final Set<String> open = new HashSet<>();

    private AvroSchemaBounds() {}

    static void check(Schema schema) throws UnreadableBodyException {
        if (new AvroSchemaBounds().expanded(schema, 0) > MAX_EXPANDED_TYPES) {
            throw wrong(" is too large");
        }
    }

    /** How many types the schema comes to; no more is counted above the bound. */
    private int expanded(Schema schema, int depth) throws UnreadableBodyException {
        if (depth > MAX_DEPTH) {
            throw wrong(" is nested too deep");
        }
        return switch (schema.getType()) {
            case NULL -> throw wrong(" has a null that stands alone");
            case FIXED -> atLeastOneByte(schema.getFixedSize());
            case ARRAY -> 1 + expanded(schema.getElementType(), depth + 1);
            case MAP -> 1 + expanded(schema.getValueType(), depth + 1);
            case UNION -> branches(schema, depth + 1);
            case RECORD -> record(schema, depth + 1);
            default -> 1;
        };
    }

    private int branches(Schema union, int depth) throws UnreadableBodyException {
        int types = 1;
        for (Schema branch : union.getTypes()) {
            types = bounded(types + (branch.getType() == Type.NULL ? 1 : expanded(branch, depth)));
        }
        return types;
    }

    private int record(Schema schema, int depth) throws UnreadableBodyException {
        Integer known = records.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        if (!open.add(schema.getFullName())) {
            throw wrong(" must not be recursive");
        }
        int types = atLeastOneByte(schema.getFields().size());
        for (Schema.Field field : schema.getFields()) {
            types = bounded(types + expanded(field.schema(), depth));
        }
        open.remove(schema.getFullName());
        records.put(schema.getFullName(), types);
        return types;
    }

    private static int atLeastOneByte(int size) throws UnreadableBodyException {
        if (size == 0) {
            throw wrong(" has a type without content");
        }
        return 1;
    }

    private static int bounded(int types) {
        return Math.min(types, MAX_EXPANDED_TYPES + 1);
    }
}
