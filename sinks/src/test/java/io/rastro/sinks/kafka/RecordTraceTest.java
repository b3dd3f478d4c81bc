package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.EventId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTraceTest {

    private static ConsumerRecord<String, byte[]> record(String key, String name, String header) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("t", 0, 0, key, new byte[0]);
        record.headers().add(name, header.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    @Test
    void namesAnItemOfTheEntityInTheKey() {
        ConsumerRecord<String, byte[]> record = record("acc/1", "event_id", "pix~acc/1~12~3");

        assertThat(RecordTrace.eventId(record, "pix")).contains(new EventId("pix~acc/1", 12, 3));
        assertThat(RecordTrace.eventId(record, "courier")).isEmpty();
    }

    @Test
    void namesADetailOfAnItem() {
        ConsumerRecord<String, byte[]> record = record("acc/1", "event_id", "pix~acc/1~12~3~limite-noturno");

        assertThat(RecordTrace.detail(record, "pix"))
                .contains(new RecordTrace.Detail(new EventId("pix~acc/1", 12, 3), "limite-noturno"));
        assertThat(RecordTrace.eventId(record, "pix")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "pix",
                "pix~acc",
                "pix~acc~12",
                "pix~acc~12~3",
                "pix~acc~12~x~rule",
                "pix~acc~0~3~rule",
                "pix~other~12~3~rule",
                "courier~acc~12~3~rule"
            })
    void namesNothingElse(String header) {
        assertThat(RecordTrace.detail(record("acc", "event_id", header), "pix")).isEmpty();
    }

    @Test
    void namesNothingWithoutAKeyOrAHeader() {
        assertThat(RecordTrace.detail(record(null, "event_id", "pix~acc~1~0~rule"), "pix"))
                .isEmpty();
        assertThat(RecordTrace.eventId(record(null, "event_id", "pix~acc~1~0"), "pix"))
                .isEmpty();
        assertThat(RecordTrace.detail(record("acc", "seq", "1"), "pix")).isEmpty();
    }

    @Test
    void saysWhatCameBeforeInTheSameEvent() {
        assertThat(RecordTrace.previousIndex(record("a", "prev_index", "4"))).isEqualTo(4);
        assertThat(RecordTrace.previousIndex(record("a", "prev_seq", "4"))).isEqualTo(-1);
        assertThat(RecordTrace.previousIndex(record("a", "prev_index", "-9"))).isEqualTo(-1);
        assertThat(RecordTrace.previousIndex(record("a", "prev_index", "four"))).isEqualTo(-1);
        assertThat(RecordTrace.previousIndex(record("a", "prev_index", "9999999999")))
                .isEqualTo(Integer.MAX_VALUE);
    }
}
