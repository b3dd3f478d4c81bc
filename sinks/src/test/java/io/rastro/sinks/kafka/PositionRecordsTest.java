package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.Egress;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.GeofenceCrossing;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.OrderPickup;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sinks.Tracks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PositionRecordsTest {

    private static final EventRecords RECORDS = EventRecords.to(ShortTopics.ALL);

    private static final List<Position> TWO = Tracks.event(12, 2).positions();

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
        return previousOf(seqNr, new PositionsRecorded(0, 0, 0, null, TWO, afterMarker));
    }

    private static @Nullable String previousOf(long seqNr, PositionsRecorded event) {
        List<ProducerRecord<byte[], byte[]>> records =
                RECORDS.of(new Egress.Outgoing("c-17", "courier~c-17", seqNr, event, published -> {}));
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

        assertThat(records).hasSize(RECORDS.countOf(item));
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

    /** An order that changed in between is an event that the positions' topic never sees. */
    @Test
    void theFirstNamesTheEventWithPositionsBeforeIt() {
        assertThat(previousOf(12, new PositionsRecorded(0, 0, 0, null, TWO, false, List.of(), 9L, List.of())))
                .isEqualTo("9");
        assertThat(previousOf(12, new PositionsRecorded(0, 0, 0, null, TWO, true, List.of(), 0L, List.of())))
                .isEqualTo("0");
        assertThat(previousOf(12, new PositionsRecorded(0, 0, 0, null, TWO, null, List.of(), 9L, List.of())))
                .isEqualTo("9");
    }

    @Test
    void pickupsFollowEverythingElseInTheirOwnTopic() {
        long receivedAt = TWO.get(1).fixedAtMillis() + 700;
        PositionsRecorded event = new PositionsRecorded(
                receivedAt,
                0,
                0,
                null,
                TWO,
                false,
                List.of(new GeofenceCrossing(0, "loja", GeofenceCrossing.Kind.ENTER, 1)),
                11L,
                List.of(new OrderPickup(0, "o-1"), new OrderPickup(1, "o-2")));
        Egress.Outgoing item = new Egress.Outgoing("c-17", "courier~c-17", 12, event, seqNr -> {});

        List<ProducerRecord<byte[], byte[]>> records = RECORDS.of(item);

        assertThat(records).hasSize(RECORDS.countOf(item));
        assertThat(records).extracting(ProducerRecord::topic).containsExactly("t", "t", "g", "o", "o");
        assertThat(header(records.get(3), "event_id")).isEqualTo("courier~c-17~12~0~o-1~pickedUp");
        assertThat(header(records.get(4), "event_id")).isEqualTo("courier~c-17~12~1~o-2~pickedUp");
        assertIsChange(
                records.get(4),
                new TracedOrderChange(
                        "c-17",
                        12,
                        1,
                        "o-2",
                        OrderChange.PICKED_UP,
                        true,
                        receivedAt,
                        TWO.get(1).fixedAtMillis()));
    }

    @ParameterizedTest
    @EnumSource
    void aChangedOrderIsOneRecord(OrderChange change) {
        Egress.Outgoing item = new Egress.Outgoing(
                "c-17", "courier~c-17", 12, new OrderChanged(1_700L, 11, "o-1", change), seqNr -> {});

        List<ProducerRecord<byte[], byte[]>> records = RECORDS.of(item);

        assertThat(records).hasSize(1);
        assertThat(RECORDS.countOf(item)).isEqualTo(1);
        assertThat(header(records.get(0), "event_id")).isEqualTo("courier~c-17~12~0~o-1~" + change.text());
        assertIsChange(records.get(0), new TracedOrderChange("c-17", 12, 0, "o-1", change, false, 1_700L, 1_700L));
    }

    private static void assertIsChange(ProducerRecord<byte[], byte[]> record, TracedOrderChange change) {
        assertThat(record.topic()).isEqualTo("o");
        assertThat(record.key()).asString().isEqualTo("c-17");
        assertThat(record.timestamp()).isEqualTo(change.receivedAtMillis());
        assertThat(header(record, "seq")).isEqualTo("12");
        assertThat(header(record, "content-type")).isEqualTo("application/vnd.confluent.avro");
        assertThat(record.headers().lastHeader("prev_seq")).isNull();
        assertThat(record.value()).startsWith(0, 0, 0, 0, 9);
        assertThat(CourierOrderCodec.Reader.of(CourierOrderCodec.SCHEMA)
                        .read(record.value(), 5, record.value().length - 5))
                .isEqualTo(change);
    }
}
