package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.sinks.PixItems;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.Tracks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class PixEgressIT {

    private static final int EVENTS = 20;
    private static final List<String> ACCOUNTS = List.of("acc/1", "acc/2", "acc/3");

    /** Each brings all kinds, so the one before it did. */
    private static PixRecorded event(long seqNr) {
        Map<PixKind, Long> before = seqNr == 1
                ? Map.of()
                : Map.of(PixKind.PAGAMENTO, seqNr - 1, PixKind.RECEBIMENTO, seqNr - 1, PixKind.ESTORNO, seqNr - 1);
        return PixItems.ofAllKinds(seqNr - 1, before);
    }

    private static List<ConsumerRecord<String, byte[]>> ofAccount(
            List<ConsumerRecord<String, byte[]>> records, String account) {
        return records.stream().filter(record -> account.equals(record.key())).toList();
    }

    private static List<TracedPix> expected(String account, PixKind kind) {
        return LongStream.rangeClosed(1, EVENTS)
                .boxed()
                .flatMap(seqNr -> TracedPix.of(account, seqNr, event(seqNr)).stream())
                .filter(traced -> traced.decided().item().kind() == kind)
                .toList();
    }

    private static List<TracedPixSignal> expectedSignals(String account) {
        return LongStream.rangeClosed(1, EVENTS)
                .boxed()
                .flatMap(seqNr -> TracedPixSignal.of(account, seqNr, event(seqNr)).stream())
                .toList();
    }

    @Test
    void publishesEachKindAndTheSignalsInTheOrderOfTheJournal() throws Exception {
        try (SinksStack stack = SinksStack.node("egress-pix", "")) {
            publish(stack);

            TopicNames topics = stack.settings.kafka().topics();
            for (PixKind kind : PixKind.values()) {
                List<ConsumerRecord<String, byte[]>> records = TopicReader.readAll(stack, topics.of(kind));
                assertThat(records)
                        .hasSize(ACCOUNTS.size() * expected("x", kind).size());
                for (String account : ACCOUNTS) {
                    assertItems(stack, ofAccount(records, account), expected(account, kind));
                }
            }
            List<ConsumerRecord<String, byte[]>> signals = TopicReader.readAll(stack, topics.pixSinais());
            assertThat(signals).hasSize(ACCOUNTS.size() * expectedSignals("x").size());
            for (String account : ACCOUNTS) {
                assertSignals(stack, ofAccount(signals, account), expectedSignals(account));
            }
            assertThat(TopicReader.readAll(stack, topics.positions())).isEmpty();
            assertThat(stack.count("rastro.egress.pix.items")).isEqualTo(6.0 * EVENTS * ACCOUNTS.size());
            assertThat(stack.count("rastro.egress.positions")).isZero();
        }
    }

    private static void publish(SinksStack stack) {
        KafkaEgress egress = stack.egress();
        List<Long> acknowledged = new CopyOnWriteArrayList<>();
        for (long seqNr = 1; seqNr <= EVENTS; seqNr++) {
            for (String account : ACCOUNTS) {
                assertThat(egress.line()
                                .offer(new Outgoing(
                                        account,
                                        PixAccountId.persistenceId(account),
                                        seqNr,
                                        event(seqNr),
                                        acknowledged::add)))
                        .isTrue();
            }
        }
        await().atMost(Duration.ofSeconds(45)).until(() -> acknowledged.size() == EVENTS * ACCOUNTS.size());
    }

    private static void assertItems(
            SinksStack stack, List<ConsumerRecord<String, byte[]>> records, List<TracedPix> expected) throws Exception {
        ValueReader<TracedPix> reader = ValueReader.ofPix(stack.registry);
        List<TracedPix> read = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            TracedPix traced = reader.read(record.value());
            read.add(traced);
            assertHeaders(record, traced.eventId().toString(), traced.seqNr());
        }
        assertThat(read).isEqualTo(expected);
        assertNothingIsMissing(records, read);
    }

    /** As a reader of one topic does that wants to tell a loss: each record names the one before it. */
    private static void assertNothingIsMissing(List<ConsumerRecord<String, byte[]>> records, List<TracedPix> read) {
        for (int i = 0; i < read.size(); i++) {
            TracedPix before = i == 0 ? null : read.get(i - 1);
            if (before != null && before.seqNr() == read.get(i).seqNr()) {
                assertThat(header(records.get(i), "prev_index")).isEqualTo(Integer.toString(before.index()));
                assertThat(before.last()).isFalse();
            } else {
                assertThat(RecordTrace.previousSeqNr(records.get(i))).isEqualTo(before == null ? 0 : before.seqNr());
                assertThat(before == null || before.last()).isTrue();
            }
        }
    }

    private static void assertSignals(
            SinksStack stack, List<ConsumerRecord<String, byte[]>> records, List<TracedPixSignal> expected)
            throws Exception {
        ValueReader<TracedPixSignal> reader = ValueReader.ofPixSignals(stack.registry);
        List<TracedPixSignal> read = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            TracedPixSignal traced = reader.read(record.value());
            read.add(traced);
            assertHeaders(record, traced.eventId(), traced.seqNr());
        }
        assertThat(read).isEqualTo(expected);
    }

    private static void assertHeaders(ConsumerRecord<String, byte[]> record, String eventId, long seqNr) {
        assertThat(header(record, "event_id")).isEqualTo(eventId);
        assertThat(header(record, "seq")).isEqualTo(Long.toString(seqNr));
        assertThat(header(record, "content-type")).isEqualTo("application/vnd.confluent.avro");
        assertThat(record.timestamp()).isEqualTo(PixItems.RECEIVED_AT);
        String said = StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(" ", record.key() + " ", ""));
        assertThat(said)
                .doesNotContain("k1.", "*", "txid", "dev", PixItems.e2e(1).substring(0, 9));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** A mixed line: one node has couriers and accounts. */
    @Test
    void couriersAndAccountsShareALine() throws Exception {
        try (SinksStack stack = SinksStack.node("egress-mixed", "")) {
            KafkaEgress egress = stack.egress();
            List<Long> acknowledged = new CopyOnWriteArrayList<>();
            egress.line().offer(new Outgoing("same", "courier~same", 1, Tracks.event(1, 2), acknowledged::add));
            egress.line().offer(new Outgoing("same", "pix~same", 1, event(1), acknowledged::add));
            await().atMost(Duration.ofSeconds(45)).until(() -> acknowledged.size() == 2);

            TopicNames topics = stack.settings.kafka().topics();
            assertThat(TopicReader.readAll(stack, topics.positions()))
                    .extracting(record -> header(record, "event_id"))
                    .containsExactly("courier~same~1~0", "courier~same~1~1");
            assertThat(TopicReader.readAll(stack, topics.pixPagamentos()))
                    .extracting(record -> header(record, "event_id"))
                    .containsExactly("pix~same~1~1");
        }
    }
}
