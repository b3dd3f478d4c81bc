package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.Egress;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sinks.Tracks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionRecordsTest {

    private static final PositionRecords RECORDS =
            new PositionRecords(new PositionRecords.Topic("t", Tracks.SCHEMA_ID), new PositionRecords.Topic("g", 8));

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void theFirstNamesTheEventThatWasPublishedBefore() {
        assertThat(previous(12, false)).isEqualTo("11");
        assertThat(previous(12, true)).isEqualTo("10");
        assertThat(previous(1, false)).isEqualTo("0");
        assertThat(previous(12, null)).isNull();
    }

    private static @Nullable String previous(long seqNr, @Nullable Boolean afterMarker) {
        PositionsRecorded event = Tracks.event(seqNr, 2);
        List<ProducerRecord<byte[], byte[]>> records = RECORDS.of(new Egress.Outgoing(
                "c-17",
                "courier~c-17",
                seqNr,
                new PositionsRecorded(0, 0, 0, null, event.positions(), afterMarker),
                published -> {}));
        assertThat(records.get(1).headers().lastHeader("prev_seq")).isNull();
        return records.get(0).headers().lastHeader("prev_seq") == null ? null : header(records.get(0), "prev_seq");
    }

    @Test
    void carryTheEventIdOfEachPosition() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records =
                RECORDS.of(new Egress.Outgoing("c-17", "courier~c-17", 12, Tracks.event(12, 101), seqNr -> {}));

        assertThat(records).hasSize(101);
        for (int index = 0; index < 101; index++) {
            ProducerRecord<byte[], byte[]> record = records.get(index);
            assertThat(header(record, "event_id")).isEqualTo("courier~c-17~12~" + index);
            assertThat(header(record, "seq")).isEqualTo("12");
            assertThat(record.key()).asString().isEqualTo("c-17");
            assertThat(record.timestamp()).isEqualTo(Tracks.event(12, 1).receivedAtMillis());
            assertThat(Tracks.reader().read(record.value()).index()).isEqualTo(index);
        }
    }

    @Test
    void crossingsFollowTheirPositionsInTheirOwnTopic() {
        PositionsRecorded plain = Tracks.event(12, 2);
        PositionsRecorded event = new PositionsRecorded(
                plain.receivedAtMillis(),
                0,
                0,
                null,
                plain.positions(),
                false,
                List.of(
                        new GeofenceCrossing(0, "loja", GeofenceCrossing.Kind.ENTER, 1),
                        new GeofenceCrossing(1, "loja", GeofenceCrossing.Kind.EXIT, 1)));
        Egress.Outgoing item = new Egress.Outgoing("c-17", "courier~c-17", 12, event, seqNr -> {});

        List<ProducerRecord<byte[], byte[]>> records = RECORDS.of(item);

        assertThat(records).hasSize(PositionRecords.countOf(item));
        assertThat(records).extracting(ProducerRecord::topic).containsExactly("t", "t", "g", "g");
        assertThat(records.subList(2, 4))
                .allSatisfy(record -> {
                    assertThat(record.key()).asString().isEqualTo("c-17");
                    assertThat(record.value()).startsWith(0, 0, 0, 0, 8);
                    assertThat(header(record, "seq")).isEqualTo("12");
                })
                .extracting(record -> header(record, "event_id"))
                .containsExactly("courier~c-17~12~0~loja~enter", "courier~c-17~12~1~loja~exit");
    }
}
