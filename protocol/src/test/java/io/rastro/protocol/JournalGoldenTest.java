package io.rastro.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.CourierSnapshot;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.Samples;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.protocol.pix.journal.PixJournalSamples;
import io.rastro.protocol.pix.journal.PixOutboxDrained;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.PixSnapshot;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What earlier releases wrote into a journal stays readable, and what this one writes stays as it is. */
class JournalGoldenTest {

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            PositionsRecorded.class, Samples.RECORDED,
            OutboxDrained.class, Samples.DRAINED,
            OrderChanged.class, Samples.ORDER_CHANGED,
            CourierSnapshot.class, Samples.SNAPSHOT,
            PixRecorded.class, PixJournalSamples.RECORDED,
            PixOutboxDrained.class, PixJournalSamples.DRAINED,
            PixSnapshot.class, PixJournalSamples.SNAPSHOT);

    record Written(VersionedCodec<?> codec, int version) {
        @Override
        public String toString() {
            return codec.manifest(version);
        }
    }

    static Stream<Written> everyVersion() {
        List<Written> versions = new ArrayList<>();
        for (VersionedCodec<?> codec : JournalSerializer.CODECS) {
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

        Golden.assertCanRead(versions.get(versions.size() - 1), versions.get(written.version() - 1));
    }

    /** Else a node of the release before could not read what this one writes. */
    @ParameterizedTest
    @MethodSource("everyVersion")
    void eachVersionOnlyAddsFieldsAtTheEnd(Written written) throws IOException {
        List<Schema> versions = written.codec().versions();
        Schema earlier = versions.get(written.version() - 1);
        Schema newest = versions.get(versions.size() - 1);

        assertThat(newest.getFields().stream().limit(earlier.getFields().size()).map(JournalGoldenTest::nameAndType))
                .isEqualTo(earlier.getFields().stream()
                        .map(JournalGoldenTest::nameAndType)
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

    private static byte[] golden(VersionedCodec<?> codec, int version) {
        return Golden.bytes(codec.manifest(version) + ".bin", sampleBytes(codec));
    }

    private static <T> byte[] sampleBytes(VersionedCodec<T> codec) {
        return codec.toBytes(codec.type().cast(SAMPLES.get(codec.type())));
    }

    private static String fingerprint(Schema schema) {
        try {
            return HexFormat.of().formatHex(SchemaNormalization.parsingFingerprint("SHA-256", schema));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
