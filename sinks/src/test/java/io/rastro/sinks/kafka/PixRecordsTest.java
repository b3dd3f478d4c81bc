package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixCodec;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.protocol.pix.journal.TracedPixSignalCodec;
import io.rastro.sinks.PixItems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PixRecordsTest {

    private static final EventRecords RECORDS = EventRecords.to(ShortTopics.ALL);

    private static final PixRecorded EVENT =
            PixItems.ofAllKinds(11, Map.of(PixKind.RECEBIMENTO, 9L, PixKind.ESTORNO, 11L));

    private static final Outgoing ITEM = outgoing(EVENT);

    private static Outgoing outgoing(PixRecorded event) {
        return new Outgoing("acc/17", "pix~acc/17", 12, event, seqNr -> {});
    }

    private static @Nullable String header(ProducerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void eachItemGoesToTheTopicOfItsKindAndSignalsFollow() {
        List<ProducerRecord<byte[], byte[]>> records = RECORDS.of(ITEM);

        assertThat(records).hasSize(RECORDS.countOf(ITEM));
        assertThat(records)
                .extracting(ProducerRecord::topic)
                .containsExactly("rec", "pag", "est", "rec", "est", "est", "sin", "sin", "sin");
        assertThat(records)
                .extracting(record -> header(record, "event_id"))
                .containsExactly(
                        "pix~acc/17~12~0",
                        "pix~acc/17~12~1",
                        "pix~acc/17~12~2",
                        "pix~acc/17~12~3",
                        "pix~acc/17~12~4",
                        "pix~acc/17~12~5",
                        "pix~acc/17~12~1~limite-noturno",
                        "pix~acc/17~12~3~velocidade",
                        "pix~acc/17~12~3~novo");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.key()).asString().isEqualTo("acc/17");
            assertThat(record.timestamp()).isEqualTo(PixItems.RECEIVED_AT);
            assertThat(header(record, "seq")).isEqualTo("12");
            assertThat(header(record, "content-type")).isEqualTo("application/vnd.confluent.avro");
        });
    }

    @Test
    void valuesAreTheItemsUnderTheSchemaOfTheirTopic() {
        Map<String, Integer> schemas = Map.of("pag", 10, "rec", 11, "est", 12, "sin", 13);
        List<TracedPix> items = new ArrayList<>();
        List<TracedPixSignal> signals = new ArrayList<>();
        var reader = TracedPixCodec.Reader.of(TracedPixCodec.SCHEMA);
        var signalReader = TracedPixSignalCodec.Reader.of(TracedPixSignalCodec.SCHEMA);
        for (ProducerRecord<byte[], byte[]> record : RECORDS.of(ITEM)) {
            byte[] value = record.value();
            assertThat(value).startsWith(0, 0, 0, 0, schemas.get(record.topic()));
            if (record.topic().equals("sin")) {
                signals.add(signalReader.read(value, 5, value.length - 5));
            } else {
                items.add(reader.read(value, 5, value.length - 5));
            }
        }

        assertThat(items).isEqualTo(TracedPix.of("acc/17", 12, EVENT));
        assertThat(signals).isEqualTo(TracedPixSignal.of("acc/17", 12, EVENT));
        assertThat(items).extracting(TracedPix::last).containsExactly(false, true, false, true, false, true);
    }

    /** Event 10 had neither recebimentos nor pagamentos: their topics never see it. */
    @Test
    void eachItemNamesWhatWasBeforeItInItsTopic() {
        List<ProducerRecord<byte[], byte[]>> records = RECORDS.of(ITEM);

        assertThat(records)
                .extracting(record -> header(record, "prev_seq"))
                .containsExactly("9", "0", "11", null, null, null, null, null, null);
        assertThat(records)
                .extracting(record -> header(record, "prev_index"))
                .containsExactly(null, null, null, "0", "2", "4", null, null, null);
    }

    @Test
    void keysAndHeadersHaveNothingOfAPerson() {
        for (ProducerRecord<byte[], byte[]> record : RECORDS.of(ITEM)) {
            StringBuilder said = new StringBuilder(new String(record.key(), StandardCharsets.UTF_8));
            record.headers()
                    .forEach(header ->
                            said.append(' ').append(header.key()).append('=').append(header(record, header.key())));
            assertThat(said.toString())
                    .doesNotContain("k1.", "*", PixItems.e2e(1).substring(0, 9), "txid", "dev");
        }
    }
}
