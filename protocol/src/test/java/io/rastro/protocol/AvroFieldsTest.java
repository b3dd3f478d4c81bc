package io.rastro.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFieldsTest {

    private final AvroBuffer out = new AvroBuffer();

    private Decoder written() {
        return DecoderFactory.get().binaryDecoder(out.toByteArray(), null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256, 257, 5_000})
    void longsAreReadHoweverManyThereAre(int many) throws IOException {
        long[] longs =
                LongStream.range(0, many).map(i -> i * Long.MAX_VALUE / 3).toArray();

        AvroFields.writeLongs(longs, out);

        assertThat(AvroFields.readLongs(written())).isEqualTo(longs);
    }

    /** Avro allows it: each block with its count, or with its count below zero and its size. */
    @Test
    void arraysAndMapsAreReadFromSeveralBlocks() throws IOException {
        twoBlocks("a", "b", "c");
        assertThat(AvroFields.readArray(written(), Decoder::readString)).containsExactly("a", "b", "c");

        out.clear();
        twoBlocks("k1", "v1", "k2", "v2", "k3", "v3");
        assertThat(AvroFields.readTexts(written())).isEqualTo(Map.of("k1", "v1", "k2", "v2", "k3", "v3"));

        out.clear();
        out.writeLong(2);
        out.writeLong(7);
        out.writeLong(8);
        out.writeLong(-1);
        out.writeLong(1);
        out.writeLong(9);
        out.writeLong(0);
        assertThat(AvroFields.readLongs(written())).containsExactly(7, 8, 9);
    }

    private void twoBlocks(String... texts) {
        int each = texts.length / 3;
        out.writeLong(1);
        IntStream.range(0, each).forEach(i -> out.writeString(texts[i]));
        out.writeLong(-2);
        out.writeLong(2L * each * (1 + texts[0].length()));
        IntStream.range(each, texts.length).forEach(i -> out.writeString(texts[i]));
        out.writeLong(0);
    }

    @Test
    void textsKeepTheirOrder() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        List.of("z", "região", "a", "m").forEach(key -> texts.put(key, key + "!"));

        AvroFields.writeTexts(texts, out);

        assertThat(AvroFields.readTexts(written())).containsExactlyEntriesOf(texts);
    }

    @Test
    void whatIsOptionalMayBeMissing() throws IOException {
        AvroFields.writeText(null, out);
        AvroFields.writeText("", out);
        AvroFields.<Long>writeOptional(null, out, (number, to) -> to.writeLong(number));
        AvroFields.<Long>writeOptional(7L, out, (number, to) -> to.writeLong(number));

        Decoder in = written();
        assertThat(AvroFields.readText(in)).isNull();
        assertThat(AvroFields.readText(in)).isEmpty();
        assertThat(AvroFields.readOptional(in, Decoder::readLong)).isNull();
        assertThat(AvroFields.readOptional(in, Decoder::readLong)).isEqualTo(7);
    }
}
