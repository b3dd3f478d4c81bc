package io.rastro.protocol.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.UndecodableException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class CourierPositionCodecTest {

    private static final Position FULL = new Position(
            1_763_712_930_123L, -23.55, -46.63, 4.5, 8.25, 270, 760, 83, "order-1", Map.of("são", "Paulo"), true);
    private static final TracedPosition TRACED = new TracedPosition("c-17", 42, 3, 1_763_712_931_000L, FULL);

    @Test
    void givesBackWhatWasWritten() {
        assertThat(roundTrip(TRACED)).isEqualTo(TRACED);
    }

    @Test
    void keepsUnknownNumbersUnknown() {
        var bare = new TracedPosition("c/á", 1, 0, 5, Position.of(Instant.ofEpochMilli(0), 0, 180));

        assertThat(roundTrip(bare)).isEqualTo(bare);
    }

    @Test
    void isWhatGenericReadersExpect() throws IOException {
        byte[] value = CourierPositionCodec.toConfluent(7, TRACED);
        var decoder = DecoderFactory.get()
                .binaryDecoder(value, ConfluentFormat.HEADER_BYTES, value.length - ConfluentFormat.HEADER_BYTES, null);

        var read = new GenericDatumReader<GenericRecord>(CourierPositionCodec.SCHEMA).read(null, decoder);

        assertThat(decoder.isEnd()).isTrue();
        assertThat(read.get("eventId")).hasToString(TRACED.eventId().toString());
        assertThat(read.get("receivedAt")).isEqualTo(1_763_712_931_000L);
        assertThat(read.get("lat")).isEqualTo(-23.55);
        assertThat(read.get("attributes")).hasToString("{são=Paulo}");
        assertThat(read.get("late")).isEqualTo(true);
    }

    @Test
    void carriesTheSchemaId() {
        assertThat(ConfluentFormat.schemaIdOf(CourierPositionCodec.toConfluent(0x01020304, TRACED)))
                .isEqualTo(0x01020304);
        assertThat(ConfluentFormat.schemaIdOf(new byte[4])).isEqualTo(-1);
        assertThat(ConfluentFormat.schemaIdOf(new byte[] {1, 0, 0, 0, 1})).isEqualTo(-1);
    }

    @Test
    void resolvesAnotherWritersSchema() throws IOException {
        Schema other = SchemaBuilder.record("CourierPosition")
                .namespace("io.rastro.courier")
                .fields()
                .requiredFloat("lon")
                .requiredInt("lat")
                .requiredString("eventId")
                .requiredString("courierId")
                .requiredInt("seq")
                .requiredInt("index")
                .requiredString("addedLater")
                .requiredLong("receivedAt")
                .requiredLong("fixedAt")
                .requiredBytes("addedLast")
                .endRecord();
        var bytes = new io.rastro.protocol.AvroBuffer();
        bytes.writeFloat(1.5f);
        bytes.writeInt(-3);
        bytes.writeString("courier~a~9~1");
        bytes.writeString("a");
        bytes.writeInt(9);
        bytes.writeInt(1);
        bytes.writeString("x");
        bytes.writeLong(20);
        bytes.writeLong(10);
        bytes.writeBytes(new byte[3]);
        byte[] two = Arrays.copyOf(bytes.toByteArray(), bytes.bytesBuffered());
        var reader = CourierPositionCodec.Reader.of(other);

        for (int i = 0; i < 2; i++) {
            assertThat(reader.read(two, 0, two.length))
                    .isEqualTo(new TracedPosition("a", 9, 1, 20, Position.of(Instant.ofEpochMilli(10), -3, 1.5)));
        }
    }

    @Test
    void saysWhenBytesAreNotAPosition() {
        var reader = CourierPositionCodec.Reader.of(CourierPositionCodec.SCHEMA);
        byte[] value = CourierPositionCodec.toConfluent(7, TRACED);

        for (int cut = 0; cut < value.length - ConfluentFormat.HEADER_BYTES; cut++) {
            int length = cut;
            assertThatThrownBy(() -> reader.read(value, ConfluentFormat.HEADER_BYTES, length))
                    .isInstanceOf(UndecodableException.class);
        }
        assertThat(reader.read(value, 5, value.length - 5)).isEqualTo(TRACED);
    }

    private static TracedPosition roundTrip(TracedPosition traced) {
        byte[] value = CourierPositionCodec.toConfluent(7, traced);
        return CourierPositionCodec.Reader.of(CourierPositionCodec.SCHEMA)
                .read(value, ConfluentFormat.HEADER_BYTES, value.length - ConfluentFormat.HEADER_BYTES);
    }
}
