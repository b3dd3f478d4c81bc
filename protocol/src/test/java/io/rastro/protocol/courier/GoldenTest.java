package io.rastro.protocol.courier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.Golden;
import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.VersionedCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What earlier releases wrote stays readable, and what this one writes stays as it is. */
class GoldenTest {

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            PositionsRecorded.class, Samples.RECORDED,
            OutboxDrained.class, Samples.DRAINED,
            OrderChanged.class, Samples.ORDER_CHANGED,
            CourierSnapshot.class, Samples.SNAPSHOT);

    /** Versions of the topic's schema that were released; the newest is the present one. */
    private static final int TOPIC_VERSIONS = 1;

    record Written(VersionedCodec<?> codec, int version) {
        @Override
        public String toString() {
            return codec.manifest(version);
        }
    }

    static Stream<Written> everyVersion() {
        List<Written> versions = new ArrayList<>();
        for (VersionedCodec<?> codec : CourierJournal.CODECS) {
            for (int version = 1; version <= codec.versions().size(); version++) {
                versions.add(new Written(codec, version));
            }
        }
        return versions.stream();
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void readsEveryVersion(Written written) {
        byte[] golden = golden(written.codec(), written.version());

        assertThat(written.codec().fromBytes(written.version(), golden))
                .usingRecursiveComparison(Samples.ITEM_BY_ITEM)
                .isEqualTo(asWrittenBy(written));
    }

    /** The sample without what its version could not say yet. */
    private static Object asWrittenBy(Written written) {
        return switch (written.toString()) {
            case "positions-recorded.v1" -> recorded(null, List.of());
            case "positions-recorded.v2" -> recorded(Samples.RECORDED.afterMarker(), List.of());
            case "positions-recorded.v3" -> recorded(Samples.RECORDED.afterMarker(), Samples.RECORDED.crossings());
            case "courier-snapshot.v1" -> snapshot(List.of());
            case "courier-snapshot.v2" -> snapshot(Samples.SNAPSHOT.inside());
            default -> SAMPLES.get(written.codec().type());
        };
    }

    private static CourierSnapshot snapshot(List<InsideGeofence> inside) {
        CourierSnapshot now = Samples.SNAPSHOT;
        return new CourierSnapshot(
                now.seqNr(),
                now.latest(),
                now.positionCount(),
                now.publishedUpTo(),
                now.tabledUpTo(),
                now.horizonMillis(),
                now.fixedAtMillis(),
                now.placeHashes(),
                now.seqNrs(),
                now.requests(),
                inside,
                null,
                ServedOrder.NONE);
    }

    private static PositionsRecorded recorded(@Nullable Boolean afterMarker, List<GeofenceCrossing> crossings) {
        PositionsRecorded now = Samples.RECORDED;
        return new PositionsRecorded(
                now.receivedAtMillis(),
                now.publishedUpTo(),
                now.tabledUpTo(),
                now.idempotencyKey(),
                now.positions(),
                afterMarker,
                crossings);
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void writesTheNewestVersionByteForByte(Written written) {
        int newest = written.codec().versions().size();

        assertThat(sampleBytes(written.codec())).isEqualTo(golden(written.codec(), newest));
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void neverChangesAReleasedSchema(Written written) {
        Schema schema = written.codec().versions().get(written.version() - 1);

        assertThat(fingerprint(schema))
                .isEqualTo(new String(
                        Golden.bytes(
                                written + ".fingerprint", fingerprint(schema).getBytes(UTF_8)),
                        UTF_8));
    }

    /** Defaults, which a fingerprint leaves out, decide what is read from versions that lack the field. */
    @ParameterizedTest
    @MethodSource("everyVersion")
    void neverChangesADefaultOfAReleasedSchema(Written written) {
        Schema schema = written.codec().versions().get(written.version() - 1);
        byte[] golden = Golden.bytes(written + ".avsc", (schema.toString(true) + "\n").getBytes(UTF_8));

        assertThat(schema).isEqualTo(new Schema.Parser().parse(new String(golden, UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void newestSchemaReadsEveryVersion(Written written) {
        List<Schema> versions = written.codec().versions();

        assertCanRead(versions.get(versions.size() - 1), versions.get(written.version() - 1));
    }

    /** Else a node of the release before could not read what this one writes. */
    @ParameterizedTest
    @MethodSource("everyVersion")
    void eachVersionOnlyAddsFieldsAtTheEnd(Written written) throws IOException {
        List<Schema> versions = written.codec().versions();
        Schema earlier = versions.get(written.version() - 1);
        Schema newest = versions.get(versions.size() - 1);

        assertThat(newest.getFields().stream().limit(earlier.getFields().size()).map(GoldenTest::nameAndType))
                .isEqualTo(earlier.getFields().stream()
                        .map(GoldenTest::nameAndType)
                        .toList());
        assertThat(newest.getFields().stream().skip(earlier.getFields().size()))
                .allMatch(Schema.Field::hasDefaultValue);

        byte[] bytes = sampleBytes(written.codec());
        GenericData.Record read = new GenericDatumReader<GenericData.Record>(earlier)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        assertThat(read.getSchema()).isEqualTo(earlier);
    }

    private static String nameAndType(Schema.Field field) {
        return field.name() + " " + SchemaNormalization.toParsingForm(field.schema());
    }

    @Test
    void topicStaysReadableBothWays() {
        String present = CourierPositionCodec.SCHEMA.toString(true) + "\n";
        for (int version = 1; version <= TOPIC_VERSIONS; version++) {
            byte[] golden = Golden.bytes("courier.positions.v" + version + ".avsc", present.getBytes(UTF_8));
            Schema released = new Schema.Parser().parse(new String(golden, UTF_8));
            assertCanRead(CourierPositionCodec.SCHEMA, released);
            assertCanRead(released, CourierPositionCodec.SCHEMA);
            if (version == TOPIC_VERSIONS) {
                assertThat(CourierPositionCodec.SCHEMA)
                        .as("a changed topic schema is a new version: raise TOPIC_VERSIONS")
                        .isEqualTo(released);
            }
        }
    }

    @Test
    void topicStaysAsItIsByteForByte() {
        byte[] value = CourierPositionCodec.toConfluent(7, Samples.TRACED);
        byte[] golden = Golden.bytes("courier.positions.v" + TOPIC_VERSIONS + ".bin", value);

        assertThat(value).isEqualTo(golden);
        assertThat(CourierPositionCodec.Reader.of(CourierPositionCodec.SCHEMA)
                        .read(golden, ConfluentFormat.HEADER_BYTES, golden.length - ConfluentFormat.HEADER_BYTES))
                .isEqualTo(Samples.TRACED);
    }

    @Test
    void ordersTopicStaysAsItIs() {
        byte[] value = CourierOrderCodec.toConfluent(7, Samples.TRACED_CHANGE);
        byte[] golden = Golden.bytes("courier.orders.v1.bin", value);
        byte[] schema = Golden.bytes(
                "courier.orders.v1.avsc", (CourierOrderCodec.SCHEMA.toString(true) + "\n").getBytes(UTF_8));

        assertThat(value).isEqualTo(golden);
        assertThat(CourierOrderCodec.SCHEMA).isEqualTo(new Schema.Parser().parse(new String(schema, UTF_8)));
        assertThat(CourierOrderCodec.Reader.of(CourierOrderCodec.SCHEMA)
                        .read(golden, ConfluentFormat.HEADER_BYTES, golden.length - ConfluentFormat.HEADER_BYTES))
                .isEqualTo(Samples.TRACED_CHANGE);
    }

    @Test
    void geofencesTopicStaysAsItIs() {
        GeofenceCrossing crossing = Samples.RECORDED.crossings().get(0);
        byte[] value = CourierGeofenceCodec.toConfluent(7, Samples.TRACED, crossing);
        byte[] schema = Golden.bytes(
                "courier.geofences.v1.avsc", (CourierGeofenceCodec.SCHEMA.toString(true) + "\n").getBytes(UTF_8));

        assertThat(value).isEqualTo(Golden.bytes("courier.geofences.v1.bin", value));
        assertThat(CourierGeofenceCodec.SCHEMA)
                .as(
                        "a changed topic schema is a new version: keep the one before it and prove that each reads the other")
                .isEqualTo(new Schema.Parser().parse(new String(schema, UTF_8)));
    }

    @Test
    void aGenericReaderReadsTheGeofencesTopic() throws IOException {
        GeofenceCrossing crossing = Samples.RECORDED.crossings().get(0);
        byte[] value = CourierGeofenceCodec.toConfluent(7, Samples.TRACED, crossing);

        GenericData.Record read = new GenericDatumReader<GenericData.Record>(CourierGeofenceCodec.SCHEMA)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        value,
                                        ConfluentFormat.HEADER_BYTES,
                                        value.length - ConfluentFormat.HEADER_BYTES,
                                        null));

        assertThat(read.get("eventId")).hasToString("courier~c-17~42~3~loja-1~dwell");
        assertThat(read.get("geofenceId")).hasToString("loja-1");
        assertThat(read.get("kind")).hasToString("dwell");
        assertThat(read.get("fixedAt")).isEqualTo(Samples.FULL.fixedAtMillis());
        assertThat(read.get("lat")).isEqualTo(Samples.FULL.lat());
        assertThat(read.get("orderId")).hasToString("order-1");
    }

    @Test
    void readsContainersOfEarlierClients() throws UnreadableBodyException {
        List<Position> sent = List.of(Samples.FULL, Samples.BARE);
        byte[] golden = Golden.bytes("courier.ingest.v1.avro", PositionsAvro.writeContainer(Map.of("c-17", sent)));

        PositionBatch read = Bodies.readGateway(BodyFormat.AVRO, golden);

        assertThat(read.rejections()).isEmpty();
        assertThat(read.couriers().get(0).courierId()).isEqualTo("c-17");
        assertThat(read.couriers().get(0).positions().stream().map(Position::markedLate))
                .containsExactlyElementsOf(
                        sent.stream().map(Position::markedLate).toList());
    }

    @Test
    void ingestSchemaIsAReadableSubsetOfTheTopics() {
        Schema ingest = AvroSchemas.load("courier/Position");

        assertThat(ingest.getFields())
                .allSatisfy(field -> assertThat(CourierPositionCodec.SCHEMA.getField(field.name()))
                        .as(field.name())
                        .isNotNull());
    }

    private static byte[] golden(VersionedCodec<?> codec, int version) {
        return Golden.bytes(codec.manifest(version) + ".bin", sampleBytes(codec));
    }

    private static <T> byte[] sampleBytes(VersionedCodec<T> codec) {
        return codec.toBytes(codec.type().cast(SAMPLES.get(codec.type())));
    }

    private static String fingerprint(Schema schema) {
        try {
            return HexFormat.of().formatHex(SchemaNormalization.parsingFingerprint("SHA-256", schema));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertCanRead(Schema reader, Schema writer) {
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
}
