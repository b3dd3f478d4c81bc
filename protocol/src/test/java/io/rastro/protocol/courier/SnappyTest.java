package io.rastro.protocol.courier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.Golden;
import io.rastro.protocol.UnreadableBodyException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnappyTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "00,                     ''",
                "03 08 61 62 63,         'abc'",
                "03 f0 02 61 62 63,      'abc'",
                "03 f4 02 00 61 62 63,   'abc'",
                "0c 08 61 62 63 15 03,   'abcabcabcabc'", // a copy of 9 that reaches into itself
                "05 00 61 0e 01 00,      'aaaaa'",
                "05 00 61 0f 01 00 00 00, 'aaaaa'",
            })
    void inflates(String block, String plain) throws DataFormatException {
        assertThat("'" + new String(inflate(bytes(block)), ISO_8859_1) + "'").isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "ff ff ff ff ff ff 00",
        "04 08 61 62 63", // less than it claims
        "02 08 61 62 63", // more
        "03 08 61 62", // a literal beyond the end
        "03 f0",
        "05 00 61 0e 02 00", // a copy from before the beginning
        "05 00 61 0e 00 00",
        "04 00 61 0e 01 00", // a copy beyond the end
        "05 00 61 0e 01",
        "80 80 80 08 00 61", // 16 MiB out of two bytes
    })
    void refusesDamage(String block) {
        assertThatThrownBy(() -> inflate(bytes(block))).isInstanceOf(DataFormatException.class);
    }

    @Test
    void boundsWhatItInflates() throws DataFormatException {
        assertThat(new Snappy(bytes("03 08 61 62 63"), 0, 5).inflate(2)).isNull();
    }

    @Property
    void takesAnyBytes(@ForAll @Size(max = 100) byte[] block) {
        try {
            inflate(block);
        } catch (DataFormatException damaged) {
            assertThat(damaged).hasMessageMatching("[a-z ]+");
        }
    }

    @Test
    void readsAContainerThatAvroWrote() throws UnreadableBodyException {
        PositionBatch batch = Bodies.readGateway(BodyFormat.AVRO, golden());

        assertThat(Bodies.positions(batch))
                .isEqualTo(IntStream.range(0, 20)
                        .mapToObj(i -> Position.of(Samples.FIXED_AT.plusSeconds(i), 1.0 + i, 2))
                        .toList());
    }

    @Test
    void checksTheChecksum() {
        byte[] body = golden();
        body[body.length - AvroContainer.SYNC_BYTES - 1] ^= 1;

        assertThatThrownBy(() -> Bodies.readGateway(BodyFormat.AVRO, body))
                .isInstanceOf(UnreadableBodyException.class)
                .hasMessage("the Avro container is damaged: a block does not fit its frame");
    }

    private static byte[] golden() {
        return Golden.bytes("courier.ingest.snappy.avro", PositionsAvro.writeContainer(List.of()));
    }

    private static byte[] inflate(byte[] block) throws DataFormatException {
        return new Snappy(block, 0, block.length).inflate(1 << 24);
    }

    private static byte[] bytes(String hex) {
        return hex.isEmpty()
                ? new byte[0]
                : java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
