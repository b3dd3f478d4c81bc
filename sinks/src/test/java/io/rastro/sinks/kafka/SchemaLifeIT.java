package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.SchemaRegistry.IncompatibleSchemaException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the topic's schema when it changes, by the word of the real registry. */
class SchemaLifeIT {

    private static final Schema NOW = CourierPositionCodec.SCHEMA;
    private static final TracedPosition TRACED = Tracks.traced("c-17", 42, 3, Tracks.NOON);

    private static SinksStack stack;
    private String topic;
    private int id;

    @BeforeAll
    static void open() {
        stack = SinksStack.node("schema-life", "");
    }

    @AfterAll
    static void close() throws Exception {
        stack.close();
    }

    @BeforeEach
    void register() {
        topic = "schema-life-" + UUID.randomUUID();
        id = stack.registry.register(topic, NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"removed", "retyped", "added without a default"})
    void refusesAnIncompatibleChangeInOneLine(String change) {
        Schema changed =
                switch (change) {
                    case "removed" -> with(fields -> without(fields, "lat"));
                    case "retyped" -> with(fields -> retyped(fields, "lat", Schema.create(Schema.Type.STRING)));
                    default ->
                        with(fields ->
                                plus(fields, new Schema.Field("added", Schema.create(Schema.Type.LONG), null, null)));
                };

        assertThatThrownBy(() -> stack.registry.register(topic, changed))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageStartingWith("the registry refuses the schema of " + topic
                        + "-value because it is incompatible with an earlier version: ")
                .satisfies(refused -> assertThat(refused.getMessage().lines()).hasSize(1))
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(500));
        assertThat(stack.registry.register(topic, NOW)).as("what was there").isEqualTo(id);
    }

    @Test
    void anAdditiveChangeIsReadByOldAndNew() throws Exception {
        Schema newer = with(fields -> plus(fields, optional("heldBy")));
        int newerId = stack.registry.register(topic, newer);
        assertThat(newerId).isNotEqualTo(id);

        assertThat(ValueReader.ofPositions(stack.registry).read(written(newer, newerId)))
                .isEqualTo(TRACED);
        byte[] old = CourierPositionCodec.toConfluent(id, TRACED);
        assertThat(ValueReader.ofPositions(stack.registry).read(old)).isEqualTo(TRACED);
        GenericRecord byNewer = generic(old, NOW, newer);
        assertThat(byNewer.get("heldBy")).isNull();
        assertThat(byNewer.get("eventId")).hasToString(TRACED.eventId().toString());
    }

    @RepeatedTest(5)
    void nodesThatStartTogetherRegisterItOnce() throws Exception {
        String shared = "schema-life-" + UUID.randomUUID();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> start = () -> stack.registry.register(shared, NOW);

            Set<Integer> ids = new HashSet<>();
            for (Future<Integer> registered : nodes.invokeAll(Collections.nCopies(4, start))) {
                ids.add(registered.get());
            }

            assertThat(ids).hasSize(1);
        } finally {
            nodes.shutdown();
        }
    }

    @Test
    void aRuleThatSomebodySetStays() throws Exception {
        String config = SinksStack.registryUrl() + "/config/" + topic + "-value";
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(config)).header("Content-Type", "application/json");
        http.send(
                request.PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\": \"BACKWARD\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        stack.registry.register(topic, NOW);

        assertThat(http.send(request.GET().build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("\"BACKWARD\"");
    }

    /** As a later version writes it: the same position, and one thing more. */
    private static byte[] written(Schema newer, int newerId) throws Exception {
        GenericRecord record = generic(CourierPositionCodec.toConfluent(1, TRACED), NOW, newer);
        record.put("heldBy", "both hands");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(ConfluentFormat.HEADER_BYTES)
                .put((byte) 0)
                .putInt(newerId)
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(newer).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static GenericRecord generic(byte[] value, Schema writer, Schema reader) throws Exception {
        int length = value.length - ConfluentFormat.HEADER_BYTES;
        return new GenericDatumReader<GenericRecord>(writer, reader, new GenericData())
                .read(null, DecoderFactory.get().binaryDecoder(value, ConfluentFormat.HEADER_BYTES, length, null));
    }

    private static Schema with(UnaryOperator<List<Schema.Field>> change) {
        List<Schema.Field> copies = new ArrayList<>();
        NOW.getFields().forEach(field -> copies.add(new Schema.Field(field, field.schema())));
        return Schema.createRecord(NOW.getName(), NOW.getDoc(), NOW.getNamespace(), false, change.apply(copies));
    }

    private static List<Schema.Field> without(List<Schema.Field> fields, String name) {
        return fields.stream().filter(field -> !field.name().equals(name)).toList();
    }

    private static List<Schema.Field> retyped(List<Schema.Field> fields, String name, Schema type) {
        return fields.stream()
                .map(field -> field.name().equals(name) ? new Schema.Field(name, type, null, null) : field)
                .toList();
    }

    private static List<Schema.Field> plus(List<Schema.Field> fields, Schema.Field added) {
        List<Schema.Field> more = new ArrayList<>(fields);
        more.add(added);
        return more;
    }

    private static Schema.Field optional(String name) {
        Schema type = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        return new Schema.Field(name, type, null, Schema.Field.NULL_DEFAULT_VALUE);
    }
}
