package io.rastro.protocol.pix.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.AvroBuffer;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.Golden;
import io.rastro.protocol.UndecodableException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The values of the four topics: what they carry comes back, and their schemas stay readable. */
class PixTopicsTest {

    private static final int SCHEMA_ID = 0x01020304;

    static Stream<TracedPix> traced() {
        return TopicSamples.traced();
    }

    static Stream<TracedPixSignal> signals() {
        return TopicSamples.signals();
    }

    private static TracedPix read(byte[] value) {
        return TracedPixCodec.Reader.of(TracedPixCodec.SCHEMA)
                .read(value, ConfluentFormat.HEADER_BYTES, value.length - ConfluentFormat.HEADER_BYTES);
    }

    private static TracedPixSignal readSignal(byte[] value) {
        return TracedPixSignalCodec.Reader.of(TracedPixSignalCodec.SCHEMA)
                .read(value, ConfluentFormat.HEADER_BYTES, value.length - ConfluentFormat.HEADER_BYTES);
    }

    @ParameterizedTest
    @MethodSource("traced")
    void givesBackWhatWasWritten(TracedPix traced) {
        assertThat(read(TracedPixCodec.toConfluent(7, traced))).isEqualTo(traced);
    }

    @ParameterizedTest
    @MethodSource("signals")
    void givesBackTheSignalThatWasWritten(TracedPixSignal traced) {
        assertThat(readSignal(TracedPixSignalCodec.toConfluent(7, traced))).isEqualTo(traced);
    }

    /** One reader has nothing left of the value before. */
    @Test
    void readersForget() {
        var reader = TracedPixCodec.Reader.of(TracedPixCodec.SCHEMA);
        for (TracedPix traced : List.of(TopicSamples.FULL, TopicSamples.JOINING, TopicSamples.BARE)) {
            byte[] value = TracedPixCodec.toConfluent(7, traced);
            assertThat(reader.read(value, 5, value.length - 5)).isEqualTo(traced);
        }
    }

    @Test
    void carriesTheSchemaId() {
        assertThat(ConfluentFormat.schemaIdOf(TracedPixCodec.toConfluent(SCHEMA_ID, TopicSamples.BARE)))
                .isEqualTo(SCHEMA_ID);
        assertThat(ConfluentFormat.schemaIdOf(TracedPixSignalCodec.toConfluent(SCHEMA_ID, TopicSamples.SIGNAL)))
                .isEqualTo(SCHEMA_ID);
    }

    @Test
    void eventsStayAsTheyAreByteForByte() {
        byte[] value = TracedPixCodec.toConfluent(7, TopicSamples.FULL);
        byte[] golden = Golden.bytes("pix.eventos.v1.bin", value);

        assertThat(value).isEqualTo(golden);
        assertThat(read(golden)).isEqualTo(TopicSamples.FULL);
        byte[] joining = TracedPixCodec.toConfluent(7, TopicSamples.JOINING);
        byte[] goldenJoining = Golden.bytes("pix.eventos.joining.v1.bin", joining);
        assertThat(joining).isEqualTo(goldenJoining);
        assertThat(read(goldenJoining)).isEqualTo(TopicSamples.JOINING);
    }

    @Test
    void signalsStayAsTheyAreByteForByte() {
        byte[] value = TracedPixSignalCodec.toConfluent(7, TopicSamples.SIGNAL);
        byte[] golden = Golden.bytes("pix.sinais.v1.bin", value);

        assertThat(value).isEqualTo(golden);
        assertThat(readSignal(golden)).isEqualTo(TopicSamples.SIGNAL);
    }

    @Test
    void schemasStayReadableBothWays() {
        assertStays("pix.eventos.v1.avsc", TracedPixCodec.SCHEMA);
        assertStays("pix.sinais.v1.avsc", TracedPixSignalCodec.SCHEMA);
    }

    private static void assertStays(String name, Schema present) {
        byte[] golden = Golden.bytes(name, (present.toString(true) + "\n").getBytes(UTF_8));
        Schema released = new Schema.Parser().parse(new String(golden, UTF_8));
        assertThat(List.of(
                        SchemaCompatibility.checkReaderWriterCompatibility(present, released)
                                .getType(),
                        SchemaCompatibility.checkReaderWriterCompatibility(released, present)
                                .getType()))
                .containsOnly(SchemaCompatibilityType.COMPATIBLE);
        assertThat(present)
                .as(
                        "a changed topic schema is a new version: keep the one before it and prove that each reads the other")
                .isEqualTo(released);
    }

    @Test
    void isWhatGenericReadersExpect() throws IOException {
        GenericRecord read = generic(TracedPixCodec.SCHEMA, TracedPixCodec.toConfluent(7, TopicSamples.FULL));

        assertThat(read.get("eventId")).hasToString("pix~acc/17~42~3");
        assertThat(read.get("seq")).isEqualTo(42L);
        assertThat(read.get("kind")).hasToString("estorno");
        assertThat(read.get("valor")).isEqualTo(999_999_999_999L);
        assertThat(read.get("occurredAt")).isEqualTo(TopicSamples.AT);
        assertThat(read.get("requestedAt")).isEqualTo(TopicSamples.AT - 60_000);
        assertThat(read.get("chavePseudonym")).hasToString("k1.chave");
        assertThat(read.get("counterpartyMasked")).hasToString("j***@exemplo.com");
        assertThat(read.get("flags")).hasToString("[ID_MINUTE, COMPONENTS]");
        assertThat(read.get("verdict")).hasToString("VIOLATION");
        assertThat(read.get("rule")).hasToString("id-reused");
        assertThat(read.get("ruleName")).hasToString("DEVOLUCAO_REUSED");
        assertThat(read.get("last")).isEqualTo(true);
    }

    @Test
    void signalsAreWhatGenericReadersExpect() throws IOException {
        GenericRecord read =
                generic(TracedPixSignalCodec.SCHEMA, TracedPixSignalCodec.toConfluent(7, TopicSamples.SIGNAL));

        assertThat(read.get("eventId")).hasToString("pix~acc/17~42~3~limite-noturno");
        assertThat(read.get("index")).isEqualTo(3);
        assertThat(read.get("rule")).hasToString("limite-noturno");
        assertThat(read.get("score")).isEqualTo(0.75);
        assertThat(read.get("rtrId")).hasToString(TopicSamples.RTR);
    }

    @Test
    void everyFieldSaysWhatItIsAndTimesAreTimes() {
        for (Schema schema : List.of(TracedPixCodec.SCHEMA, TracedPixSignalCodec.SCHEMA)) {
            assertThat(schema.getFields()).allSatisfy(field -> {
                assertThat(field.doc()).as(field.name()).isNotBlank();
                if (field.name().endsWith("At")) {
                    assertThat(field.schema().getLogicalType()).isEqualTo(LogicalTypes.timestampMillis());
                }
            });
        }
    }

    /** A later version has a field more, and another order. */
    @Test
    void resolvesAnotherWritersSchema() throws IOException {
        Schema other = Schema.createRecord("PixSignal", null, "io.rastro.pix", false);
        List<Schema.Field> fields = new java.util.ArrayList<>();
        fields.add(new Schema.Field("addedFirst", Schema.create(Schema.Type.STRING)));
        TracedPixSignalCodec.SCHEMA
                .getFields()
                .forEach(field -> fields.add(0, new Schema.Field(field, field.schema())));
        other.setFields(fields);
        GenericRecord ours =
                generic(TracedPixSignalCodec.SCHEMA, TracedPixSignalCodec.toConfluent(7, TopicSamples.SIGNAL));
        GenericRecord theirs = new org.apache.avro.generic.GenericData.Record(other);
        TracedPixSignalCodec.SCHEMA.getFields().forEach(field -> theirs.put(field.name(), ours.get(field.name())));
        theirs.put("addedFirst", "x");
        AvroBuffer out = new AvroBuffer();
        new GenericDatumWriter<GenericRecord>(other).write(theirs, out);
        byte[] bytes = out.toByteArray();

        assertThat(TracedPixSignalCodec.Reader.of(other).read(bytes, 0, bytes.length))
                .isEqualTo(TopicSamples.SIGNAL);
    }

    @Test
    void saysWhenASchemaIsNoneOfOurs() {
        byte[] signal = TracedPixSignalCodec.toConfluent(7, TopicSamples.SIGNAL);

        assertThatThrownBy(() ->
                        TracedPixCodec.Reader.of(TracedPixSignalCodec.SCHEMA).read(signal, 5, signal.length - 5))
                .isInstanceOf(UndecodableException.class);
    }

    @Test
    void saysWhenBytesAreCutOff() {
        byte[] value = TracedPixCodec.toConfluent(7, TopicSamples.FULL);
        byte[] signal = TracedPixSignalCodec.toConfluent(7, TopicSamples.SIGNAL);
        var reader = TracedPixCodec.Reader.of(TracedPixCodec.SCHEMA);
        var signalReader = TracedPixSignalCodec.Reader.of(TracedPixSignalCodec.SCHEMA);

        for (int cut = 0; cut < value.length - 5; cut++) {
            int length = cut;
            assertThatThrownBy(() -> reader.read(value, 5, length)).isInstanceOf(UndecodableException.class);
        }
        for (int cut = 0; cut < signal.length - 5; cut++) {
            int length = cut;
            assertThatThrownBy(() -> signalReader.read(signal, 5, length)).isInstanceOf(UndecodableException.class);
        }
        assertThat(reader.read(value, 5, value.length - 5)).isEqualTo(TopicSamples.FULL);
    }

    /** What comes back of damaged bytes is an item with a place, or a refusal; never another failure. */
    @Test
    void damagedBytesAreAnItemOrNone() {
        long seed = new Random().nextLong();
        System.out.println("damagedBytesAreAnItemOrNone seed=" + seed);
        Random random = new Random(seed);
        byte[] value = TracedPixCodec.toConfluent(7, TopicSamples.JOINING);
        var reader = TracedPixCodec.Reader.of(TracedPixCodec.SCHEMA);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = value.clone();
            damaged[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt(256);
            try {
                TracedPix read = reader.read(damaged, 5, damaged.length - 5);
                assertThat(read.eventId().index()).isNotNegative();
            } catch (UndecodableException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** Not a word of it in what is logged. */
    @Test
    void refusalsRepeatNothing() {
        byte[] value = TracedPixCodec.toConfluent(7, TopicSamples.FULL);
        byte[] verdict = "VIOLATION".getBytes(UTF_8);
        int at = new String(value, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("VIOLATION");
        value[at + verdict.length - 1] = 'X';

        assertThatThrownBy(() -> read(value))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("the bytes are not what their schema says");
    }

    @Test
    void aPlaceInTheJournalIsOne() {
        assertThatThrownBy(() -> new TracedPix("a", 0, 0, 0, Decided.of(TopicSamples.PAYMENT, Verdict.NEW), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TracedPix("a", 1, -1, 0, Decided.of(TopicSamples.PAYMENT, Verdict.NEW), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static GenericRecord generic(Schema schema, byte[] value) throws IOException {
        var decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
        GenericRecord read = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        return read;
    }
}
