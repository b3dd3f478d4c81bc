package io.rastro.sinks.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a dataset, in their order: what they are in Parquet, and how a row has them, said once for each. A row goes
 * straight into them, without a generic record between. The same row has to give the same each time it is written, also in
 * another process: what has no order of its own comes here sorted. Any thread, once it is built.
 */
public final class Columns<T> {

    private final String rowName;
    private final List<Column<T>> columns = new ArrayList<>();

    /** @param rowName such as {@code courier_position} */
    public Columns(String rowName) {
        this.rowName = rowName;
    }

    private record Column<T>(Type type, Predicate<T> isKnown, Cell<T> cell, boolean isRepetitive) {}

    /** Writes what a row has in a column. */
    @FunctionalInterface
    private interface Cell<T> {
        void write(T row, RecordConsumer out);
    }

    // What is in every row

    public Columns<T> text(String name, Function<T, String> value) {
        return add(Nested.textType(Repetition.REQUIRED, name), (row, out) -> Nested.text(value.apply(row), out));
    }

    public Columns<T> int64(String name, ToLongFunction<T> value) {
        return add(
                Types.required(PrimitiveTypeName.INT64).named(name), (row, out) -> out.addLong(value.applyAsLong(row)));
    }

    public Columns<T> int32(String name, ToIntFunction<T> value) {
        return add(
                Types.required(PrimitiveTypeName.INT32).named(name),
                (row, out) -> out.addInteger(value.applyAsInt(row)));
    }

    public Columns<T> float64(String name, ToDoubleFunction<T> value) {
        return add(
                Types.required(PrimitiveTypeName.DOUBLE).named(name),
                (row, out) -> out.addDouble(value.applyAsDouble(row)));
    }

    public Columns<T> bool(String name, Predicate<T> value) {
        return add(
                Types.required(PrimitiveTypeName.BOOLEAN).named(name), (row, out) -> out.addBoolean(value.test(row)));
    }

    /** @param millis since 1970, UTC */
    public Columns<T> instant(String name, ToLongFunction<T> millis) {
        return add(
                Types.required(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                        .named(name),
                (row, out) -> out.addLong(millis.applyAsLong(row)));
    }

    /** An amount with two decimals, which readers sum up exactly. */
    public Columns<T> money(String name, ToLongFunction<T> centavos) {
        return add(
                Types.required(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.decimalType(2, 18))
                        .named(name),
                (row, out) -> out.addLong(centavos.applyAsLong(row)));
    }

    /** A list that may be empty. */
    public Columns<T> texts(String name, Function<T, List<String>> values) {
        return add(
                Nested.listType(name, Nested.textType(Repetition.REQUIRED, "element")),
                (row, out) -> Nested.list(values.apply(row), out, text -> Nested.text(text, out)));
    }

    /** A list of rows of their own, which may be empty. */
    public <U> Columns<T> rows(String name, Function<T, List<U>> values, Columns<U> of) {
        return add(
                Nested.listType(name, new GroupType(Repetition.REQUIRED, "element", of.types())),
                (row, out) -> Nested.list(values.apply(row), out, each -> {
                    out.startGroup();
                    of.write(each, out);
                    out.endGroup();
                }));
    }

    /** A map that may be empty. */
    public Columns<T> map(String name, Function<T, Map<String, String>> values) {
        return add(Nested.mapType(Repetition.REQUIRED, name), (row, out) -> Nested.map(values.apply(row), out));
    }

    // What a row may lack

    public Columns<T> optionalText(String name, Function<T, @Nullable String> value) {
        return add(
                Nested.textType(Repetition.OPTIONAL, name),
                row -> value.apply(row) != null,
                (row, out) -> Nested.text(Objects.requireNonNull(value.apply(row)), out));
    }

    /** @param value NaN stands for unknown */
    public Columns<T> optionalFloat64(String name, ToDoubleFunction<T> value) {
        return add(
                Types.optional(PrimitiveTypeName.DOUBLE).named(name),
                row -> !Double.isNaN(value.applyAsDouble(row)),
                (row, out) -> out.addDouble(value.applyAsDouble(row)));
    }

    /** @param values empty: the row lacks it */
    public Columns<T> optionalMap(String name, Function<T, Map<String, String>> values) {
        return add(
                Nested.mapType(Repetition.OPTIONAL, name),
                row -> !values.apply(row).isEmpty(),
                (row, out) -> Nested.map(values.apply(row), out));
    }

    // Of several columns

    /** The column before holds the same values again and again: each is stored once, in a dictionary. */
    public Columns<T> repetitive() {
        Column<T> last = columns.remove(columns.size() - 1);
        columns.add(new Column<>(last.type(), last.isKnown(), last.cell(), true));
        return this;
    }

    /** All columns of a part of the row. */
    public <U> Columns<T> all(Columns<U> others, Function<T, U> part) {
        for (Column<U> each : others.columns) {
            columns.add(new Column<>(
                    each.type(),
                    row -> each.isKnown().test(part.apply(row)),
                    (row, out) -> each.cell().write(part.apply(row), out),
                    each.isRepetitive()));
        }
        return this;
    }

    MessageType schema() {
        return new MessageType(rowName, types());
    }

    /** Parquet's paths of what is {@linkplain #repetitive() repetitive}, such as {@code flags.list.element}. */
    List<String> repetitivePaths() {
        Set<String> names = columns.stream()
                .filter(Column::isRepetitive)
                .map(column -> column.type().getName())
                .collect(Collectors.toSet());
        return schema().getPaths().stream()
                .filter(path -> names.contains(path[0]))
                .map(path -> String.join(".", path))
                .toList();
    }

    void write(T row, RecordConsumer out) {
        for (int i = 0; i < columns.size(); i++) {
            Column<T> column = columns.get(i);
            if (column.isKnown().test(row)) {
                String name = column.type().getName();
                out.startField(name, i);
                column.cell().write(row, out);
                out.endField(name, i);
            }
        }
    }

    private List<Type> types() {
        return columns.stream().map(Column::type).toList();
    }

    private Columns<T> add(Type type, Cell<T> cell) {
        return add(type, row -> true, cell);
    }

    private Columns<T> add(Type type, Predicate<T> isKnown, Cell<T> cell) {
        columns.add(new Column<>(type, isKnown, cell, false));
        return this;
    }
}
