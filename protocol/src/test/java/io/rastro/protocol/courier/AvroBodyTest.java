package io.rastro.protocol.courier;

import static io.rastro.protocol.courier.Bodies.positions;
import static io.rastro.protocol.courier.Bodies.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.UnreadableBodyException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroBodyTest {

    private static final Position FULL = new Position(
            Samples.FULL.fixedAtMillis(), -23.5, -46.6, 4.5, 8.25, 271.5, 760, 83, "o", Map.of("k", "v"), false);
    private static final String MINIMAL = "{\"type\":\"record\",\"name\":\"Fix\",\"fields\":["
            + "{\"name\":\"lon\",\"type\":\"%3$s\"},{\"name\":\"lat\",\"type\":\"%2$s\"},"
            + "{\"name\":\"fixedAt\",\"type\":%1$s}]}";

    @Test
    void readsWhatTheWriterWrote() throws UnreadableBodyException, IOException {
        byte[] body = PositionsAvro.writeContainer(List.of(FULL, Samples.BARE));

        assertThat(positions(read(BodyFormat.AVRO, body))).containsExactly(FULL, Samples.BARE);
        try (var avros =
                new DataFileStream<GenericRecord>(new ByteArrayInputStream(body), new GenericDatumReader<>())) {
            assertThat(avros.next().get("orderId")).hasToString("o");
            assertThat(avros.next().get("orderId")).isNull();
            assertThat(avros.hasNext()).isFalse();
        }
        assertThat(read(BodyFormat.AVRO, PositionsAvro.writeContainer(List.of()))
                        .items())
                .isZero();
    }

    @Test
    void groupsAGatewaysItemsByCourier() throws UnreadableBodyException {
        Map<String, List<Position>> byCourier = new LinkedHashMap<>();
        byCourier.put("b", List.of(FULL));
        byCourier.put("a", List.of(Samples.BARE, FULL));

        PositionBatch batch = Bodies.readGateway(BodyFormat.AVRO, PositionsAvro.writeContainer(byCourier));

        assertThat(batch.couriers())
                .extracting(PositionBatch.CourierPositions::courierId)
                .containsExactly("b", "a");
        assertThat(Bodies.readGateway(BodyFormat.AVRO, PositionsAvro.writeContainer(List.of(FULL)))
                        .rejections())
                .containsExactly(new Rejection(0, null, "courierId", "is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate"})
    void readsManyBlocks(String codec) throws UnreadableBodyException {
        byte[] body = container(PositionsAvro.SCHEMA, CodecFactory.fromString(codec), out -> {
            for (int i = 0; i < 1000; i++) {
                out.accept(new GenericRecordBuilder(PositionsAvro.SCHEMA)
                        .set("fixedAt", Samples.FULL.fixedAtMillis() + i)
                        .set("lat", 1.0)
                        .set("lon", 2.0)
                        .build());
            }
        });

        List<Position> read = positions(read(BodyFormat.AVRO, body));

        assertThat(read).hasSize(1000);
        assertThat(read.get(999)).isEqualTo(Position.of(Samples.FIXED_AT.plusMillis(999), 1, 2));
    }

    @ParameterizedTest
    @CsvSource({"float, int", "int, long", "double, float"})
    void widensNumbers(String latType, String lonType) throws UnreadableBodyException {
        Schema schema = minimal("\"long\"", latType, lonType);

        assertThat(positions(read(BodyFormat.AVRO, one(schema, Samples.FIXED_AT.toEpochMilli()))))
                .containsExactly(Position.of(Samples.FIXED_AT, 1, 2));
    }

    @ParameterizedTest
    @CsvSource({"timestamp-millis, 1", "timestamp-micros, 1000", "timestamp-nanos, 1000000"})
    void readsFinerTimestamps(String logicalType, long unitsPerMilli) throws UnreadableBodyException {
        Schema schema =
                minimal("[\"null\",{\"type\":\"long\",\"logicalType\":\"" + logicalType + "\"}]", "double", "double");
        byte[] body = one(schema, Samples.FIXED_AT.toEpochMilli() * unitsPerMilli + unitsPerMilli - 1);

        assertThat(positions(read(BodyFormat.AVRO, body))).containsExactly(Position.of(Samples.FIXED_AT, 1, 2));
    }

    @Test
    void spoilsOnlyTheBadItem() throws UnreadableBodyException {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Fix\",\"fields\":[{\"name\":\"fixedAt\",\"type\":[\"null\","
                        + "\"long\"]},{\"name\":\"lat\",\"type\":[\"double\",\"null\"]},{\"name\":\"more\",\"type\":{"
                        + "\"type\":\"array\",\"items\":\"string\"}},{\"name\":\"lon\",\"type\":\"double\"}]}");
        byte[] body = container(schema, CodecFactory.nullCodec(), out -> {
            for (Object[] item : new Object[][] {
                {1_795_248_930_123L, 1.0, 2.0},
                {1_795_248_930_123L, 91.0, 2.0},
                {null, 1.0, 2.0},
                {1_795_248_930_123L, null, 2.0},
                {1_795_248_930_123L, 1.0, Double.NaN},
                {1_795_248_930_123L, 1.0, 2.0}
            }) {
                var record = new GenericData.Record(schema);
                record.put("fixedAt", item[0]);
                record.put("lat", item[1]);
                record.put("lon", item[2]);
                record.put("more", List.of("a", "b"));
                out.accept(record);
            }
        });

        PositionBatch batch = read(BodyFormat.AVRO, body);

        assertThat(positions(batch)).hasSize(2);
        assertThat(batch.rejections())
                .containsExactly(
                        new Rejection(1, Bodies.COURIER, "lat", "must be between -90 and 90"),
                        new Rejection(2, Bodies.COURIER, "fixedAt", "is required"),
                        new Rejection(3, Bodies.COURIER, "lat", "is required"),
                        new Rejection(4, Bodies.COURIER, "lon", "is not a number"));
    }

    @Test
    void refusesForeignSchemas() {
        assertSchemaRefused("\"long\"", " must be of a record");
        assertSchemaRefused(
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"secret\",\"type\":\"int\"}]}",
                " has no field fixedAt");
        assertSchemaRefused(
                MINIMAL.formatted("\"string\"", "int", "int"), "'s field fixedAt has a type that cannot be read");
        assertSchemaRefused(
                MINIMAL.formatted("\"long\"", "string", "int"), "'s field lat has a type that cannot be read");
        assertSchemaRefused(
                MINIMAL.formatted("{\"type\":\"int\",\"logicalType\":\"date\"}", "int", "int"),
                "'s field fixedAt must be a timestamp");
        assertSchemaRefused("{", " is not a valid schema");
    }

    @Test
    void refusesSchemasThatMakeWorkOutOfNothing() {
        assertSchemaRefused(withMore("{\"type\":\"array\",\"items\":\"null\"}"), " has a null that stands alone");
        assertSchemaRefused(
                withMore("{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}"),
                " has a type without content");
        assertSchemaRefused(withMore("{\"type\":\"fixed\",\"name\":\"E\",\"size\":0}"), " has a type without content");
        assertSchemaRefused(withMore("\"Fix\""), " must not be recursive");
        String doubling = "\"int\"";
        for (int i = 0; i < 25; i++) {
            doubling = "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[{\"name\":\"a\",\"type\":" + doubling
                    + "},{\"name\":\"b\",\"type\":\"" + (i == 0 ? "int" : "R" + (i - 1)) + "\"}]}";
        }
        assertSchemaRefused(withMore(doubling), " is too large");
        assertSchemaRefused(
                withMore("{\"type\":\"array\",\"items\":".repeat(40) + "\"int\"" + "}".repeat(40)),
                " is nested too deep");
        assertSchemaRefused(
                withMore("{\"type\":\"array\",\"items\":".repeat(2000) + "\"int\"" + "}".repeat(2000)),
                " is not a valid schema");
        assertSchemaRefused(withMore("\"int\"") + " ".repeat(1 << 16), " is longer than 64 KiB");
    }

    @Test
    void refusesOtherCodecs() {
        byte[] body = container(PositionsAvro.SCHEMA, CodecFactory.bzip2Codec(), out -> {});

        assertUnreadable(
                body, "the Avro container's codec is not one of those that can be read: null, deflate, snappy");
    }

    @Test
    void boundsWhatItInflates() {
        byte[] body = container(new Schema.Parser().parse(withMore("\"bytes\"")), CodecFactory.deflateCodec(9), out -> {
            for (int i = 0; i < 5; i++) {
                var record = new GenericData.Record(new Schema.Parser().parse(withMore("\"bytes\"")));
                record.put("fixedAt", 1_795_248_930_123L);
                record.put("lat", 1.0);
                record.put("lon", 1.0);
                record.put("more", java.nio.ByteBuffer.allocate(4 << 20));
                out.accept(record);
            }
        });

        assertThat(body.length).isLessThan(100_000);
        assertThatThrownBy(() -> read(BodyFormat.AVRO, body))
                .isInstanceOfSatisfying(
                        UnreadableBodyException.class,
                        e -> assertThat(e.isTooLarge()).isTrue())
                .hasMessage("the Avro container inflates to more than 16777216 bytes");
    }

    @Test
    void refusesDamagedContainers() {
        assertUnreadable(new byte[0], "the body is not an Avro object container file");
        assertUnreadable(
                "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "the body is not an Avro object container file");
        assertUnreadable(new byte[] {'O', 'b', 'j', 1}, "the Avro container's header is damaged");
        byte[] body = PositionsAvro.writeContainer(List.of(FULL, FULL));
        byte[] flipped = body.clone();
        flipped[flipped.length - 1] ^= 1;
        assertUnreadable(flipped, "the Avro container is damaged: a block does not fit its frame");
        int header = PositionsAvro.writeContainer(List.of()).length;
        for (int cut = 0; cut < body.length; cut++) {
            if (cut != header) {
                byte[] part = Arrays.copyOf(body, cut);
                assertThatThrownBy(() -> read(BodyFormat.AVRO, part)).isInstanceOf(UnreadableBodyException.class);
            }
        }
        byte[] fewer = body.clone();
        fewer[header] = 2; // one item instead of two
        assertUnreadable(
                fewer, "the Avro data is not what its schema says: a block holds more than its items, after item 0");
        byte[] more = body.clone();
        more[header] = 6; // three
        assertUnreadable(more, "the Avro data is not what its schema says, at item 2");
    }

    private static String withMore(String type) {
        return "{\"type\":\"record\",\"name\":\"Fix\",\"fields\":[{\"name\":\"fixedAt\",\"type\":\"long\"},"
                + "{\"name\":\"lat\",\"type\":\"double\"},{\"name\":\"lon\",\"type\":\"double\"},"
                + "{\"name\":\"more\",\"type\":" + type + "}]}";
    }

    private static Schema minimal(String fixedAt, String lat, String lon) {
        return new Schema.Parser().parse(MINIMAL.formatted(fixedAt, lat, lon));
    }

    private static byte[] one(Schema schema, long fixedAt) {
        return container(schema, CodecFactory.nullCodec(), out -> {
            var record = new GenericData.Record(schema);
            record.put("fixedAt", fixedAt);
            record.put("lat", number(schema, "lat", 1));
            record.put("lon", number(schema, "lon", 2));
            out.accept(record);
        });
    }

    private static Object number(Schema schema, String field, int value) {
        return switch (schema.getField(field).schema().getType()) {
            case INT -> value;
            case LONG -> (long) value;
            case FLOAT -> (float) value;
            default -> (double) value;
        };
    }

    private static byte[] container(Schema schema, CodecFactory codec, Consumer<Consumer<GenericRecord>> items) {
        var bytes = new ByteArrayOutputStream();
        try (var file = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))) {
            file.setCodec(codec).setSyncInterval(2000).create(schema, bytes);
            items.accept(item -> {
                try {
                    file.append(item);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void assertSchemaRefused(String schema, String why) {
        var out = new io.rastro.protocol.AvroBuffer();
        out.writeFixed(AvroContainer.MAGIC, 0, 4);
        out.writeLong(1);
        out.writeString("avro.schema");
        out.writeString(schema);
        out.writeLong(0);
        out.writeFixed(new byte[16], 0, 16);
        assertUnreadable(out.toByteArray(), "the Avro container's schema" + why);
    }

    private static void assertUnreadable(byte[] body, String message) {
        assertThatThrownBy(() -> read(BodyFormat.AVRO, body))
                .isInstanceOf(UnreadableBodyException.class)
                .hasMessage(message);
    }
}
