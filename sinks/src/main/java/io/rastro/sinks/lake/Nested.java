package io.rastro.sinks.lake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Texts, lists and maps as Parquet has them. */
final class Nested {

    private Nested() {}

    static Type textType(Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    static Type listType(String name, Type element) {
        return Types.requiredGroup()
                .addField(Types.repeatedGroup().addField(element).named("list"))
                .as(LogicalTypeAnnotation.listType())
                .named(name);
    }

    /** Of text to text. */
    static Type mapType(Repetition repetition, String name) {
        return Types.buildGroup(repetition)
                .addField(Types.repeatedGroup()
                        .addField(textType(Repetition.REQUIRED, "key"))
                        .addField(textType(Repetition.REQUIRED, "value"))
                        .named("key_value"))
                .as(LogicalTypeAnnotation.mapType())
                .named(name);
    }

    static void text(String value, RecordConsumer out) {
        out.addBinary(Binary.fromConstantByteArray(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param write one element */
    static <U> void list(List<U> values, RecordConsumer out, Consumer<U> write) {
        out.startGroup();
        if (!values.isEmpty()) {
            out.startField("list", 0);
            for (U value : values) {
                out.startGroup();
                out.startField("element", 0);
                write.accept(value);
                out.endField("element", 0);
                out.endGroup();
            }
            out.endField("list", 0);
        }
        out.endGroup();
    }

    static void map(Map<String, String> entries, RecordConsumer out) {
        out.startGroup();
        if (!entries.isEmpty()) {
            out.startField("key_value", 0);
            entries.forEach((key, value) -> {
                out.startGroup();
                out.startField("key", 0);
                text(key, out);
                out.endField("key", 0);
                out.startField("value", 1);
                text(value, out);
                out.endField("value", 1);
                out.endGroup();
            });
            out.endField("key_value", 0);
        }
        out.endGroup();
    }
}
