package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterContextTest {

    private static ConsumerRecord<String, byte[]> record(byte @Nullable [] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "t", 3, 17, 1_234, TimestampType.CREATE_TIME, 3, 3, "c-17", value, headers, Optional.empty());
    }

    @Test
    void keepsWhatARecordNeedsToBePutBack() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("event_id", "courier~c-17~4~0".getBytes(StandardCharsets.UTF_8));
        headers.add("odd", new byte[] {(byte) 0xff, 0});
        new Retry("rastro-lake", 2).headers().forEach(headers::add);

        Map<String, String> context = LetterContext.of(record(new byte[3], headers));

        assertThat(new TreeMap<>(context))
                .isEqualTo(new TreeMap<>(Map.of(
                        "topic", "t",
                        "partition", "3",
                        "offset", "17",
                        "key", "c-17",
                        "timestamp", "1234",
                        "attempt", "2",
                        "header.event_id", "courier~c-17~4~0",
                        "header64.odd", "/wA=")));
        assertThat(LetterContext.headers(context))
                .extracting(header -> header.key() + "=" + header.value().length)
                .containsExactlyInAnyOrder("event_id=16", "odd=2");
    }

    @Test
    void tellsNoValueFromAnEmptyOne() {
        assertThat(LetterContext.of(record(null, new RecordHeaders()))).containsEntry("noValue", "true");
        assertThat(LetterContext.of(record(new byte[0], new RecordHeaders()))).doesNotContainKey("noValue");
    }

    @Test
    void leavesOutHeadersThatWouldNotFitIntoALetter() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("long", new byte[65 << 10]);

        assertThat(LetterContext.of(record(new byte[3], headers)))
                .containsEntry("incomplete", "true")
                .containsEntry("offset", "17")
                .doesNotContainKeys("key", "header.long");
    }
}
