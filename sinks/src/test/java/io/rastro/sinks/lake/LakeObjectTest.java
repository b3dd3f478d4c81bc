package io.rastro.sinks.lake;

import static io.rastro.sinks.Tracks.NOON;
import static io.rastro.sinks.Tracks.traced;
import static io.rastro.sinks.Tracks.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LakeObjectTest {

    private final ParquetFiles<TracedPosition> parquet =
            new ParquetFiles<>(Datasets.positions(TopicNames.USUAL), Tracks.reader(), 3);
    private long read;

    @Test
    void readsTwoColumnsOfASmallObject() throws IOException {
        LakeObject object = open(rows(3));

        assertThat(object.rowGroups()).isEqualTo(1);
        assertThat(ids(object)).containsExactly("courier~c~1~0", "courier~c~2~0", "courier~c~3~0");
        assertThat(object.receivedAtMillis(0))
                .containsExactly(NOON.toEpochMilli() + 1, NOON.toEpochMilli() + 2, NOON.toEpochMilli() + 3);
        assertThat(read).as("in one request").isEqualTo(rows(3).length);
    }

    @Test
    void readsNoOtherColumnOfALargeObject() throws IOException {
        byte[] large = rows(60_000);
        LakeObject object = open(large);

        assertThat(ids(object)).hasSize(60_000).endsWith("courier~c~60000~0");
        assertThat(read).isLessThan(large.length / 2);
    }

    @Test
    void stopsWhenNothingMoreIsWanted() throws IOException {
        List<String> seen = new ArrayList<>();
        open(rows(9)).eventIds(0, id -> {
            seen.add(id);
            return seen.size() < 4;
        });
        assertThat(seen).hasSize(4);
    }

    @Test
    void saysWhatIsNoObjectOfTheLake() {
        assertThatThrownBy(() -> open("PAR1".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(LakeFormatException.class)
                .hasMessageContaining("no Parquet file");
        assertThatThrownBy(() -> open(Arrays.copyOf(rows(3), 900))).isInstanceOf(LakeFormatException.class);
    }

    private byte[] rows(int count) {
        return parquet.encode(IntStream.rangeClosed(1, count)
                .mapToObj(seqNr -> value(traced("c", seqNr, 0, NOON.plusSeconds(seqNr))))
                .toList());
    }

    private LakeObject open(byte[] bytes) throws IOException {
        return LakeObject.open(new ObjectBytes() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public byte[] read(long position, int length) {
                read += length;
                return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
            }
        });
    }

    private static List<String> ids(LakeObject object) throws IOException {
        List<String> ids = new ArrayList<>();
        object.eventIds(0, ids::add);
        return ids;
    }
}
