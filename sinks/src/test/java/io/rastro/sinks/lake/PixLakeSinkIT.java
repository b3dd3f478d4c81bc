package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.Journals;
import io.rastro.sinks.PixItems;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.kafka.KafkaEgress;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixLakeSinkIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String SMALL = "rastro.sinks.pix-lake { max-records = 100, max-idle = 300 ms }";
    private static final String QUICK = "rastro.sinks { pix-lake { max-records = 60, max-idle = 200 ms },"
            + " consumer.kafka-clients { session.timeout.ms = 6000, heartbeat.interval.ms = 500 } }";

    /** Of items 0 and 2 there are signals, of the latter two. */
    private static final int SIGNALS = 3;

    @TempDir
    private Path dir;

    /** Four items: every second event has no estorno, every third no pagamento; in three hours. */
    private static PixRecorded event(long seqNr) {
        List<Decided> items = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            int number = (int) seqNr * 4 + index;
            items.add(Decided.of(item(kindOf(seqNr, index), number, (seqNr % 3) * 3_600_000L), Verdict.NEW));
        }
        List<PixSignal> signals = List.of(
                new PixSignal(0, "limite-noturno", 1, 0.5, Map.of("value", "2", "limit", "1")),
                new PixSignal(2, "valor-por-hora", 1, 0.75, Map.of("value", "3", "limit", "2")),
                new PixSignal(2, "contraparte-nova", 1, 1, Map.of()));
        Map<PixKind, Long> newest = new EnumMap<>(PixKind.class);
        for (long before = Math.max(1, seqNr - 3); before < seqNr; before++) {
            for (int index = 0; index < 4; index++) {
                newest.put(kindOf(before, index), before);
            }
        }
        return new PixRecorded(PixItems.RECEIVED_AT + seqNr, 0, 0, seqNr - 1, items, signals, newest);
    }

    private static PixKind kindOf(long seqNr, int index) {
        if (index == 1 && seqNr % 2 == 0) {
            return PixKind.ESTORNO;
        }
        return index == 3 && seqNr % 3 > 0 ? PixKind.PAGAMENTO : PixKind.RECEBIMENTO;
    }

    private static PixItem item(PixKind kind, int number, long laterMillis) {
        PixItem item =
                kind == PixKind.ESTORNO ? PixItems.returned(number, "DEVOLVIDO") : PixItems.payment(kind, number);
        return new PixItem(
                kind,
                item.endToEndId(),
                item.rtrId(),
                item.devolucaoId(),
                item.centavos(),
                item.occurredAtMillis() - laterMillis,
                item.txid(),
                item.chave(),
                item.counterparty(),
                item.status(),
                item.natureza(),
                item.flags());
    }

    private static long itemsOf(PixKind kind, int events) {
        long items = 0;
        for (long seqNr = 1; seqNr <= events; seqNr++) {
            for (int index = 0; index < 4; index++) {
                items += kindOf(seqNr, index) == kind ? 1 : 0;
            }
        }
        return items;
    }

    private static String group(SinksStack stack) {
        return stack.settings.pixLake().groupId();
    }

    private static RunningSink run(SinksStack stack) {
        return stack.runLake(LakeGroup.ofPix(stack.settings));
    }

    private static void awaitCommitted(SinksStack stack, long records) {
        await().atMost(SOON).until(() -> stack.committed(group(stack)) == records);
    }

    private static void publish(KafkaEgress egress, String prefix, int accounts, int events) {
        Journals journals =
                new Journals(egress, prefix, accounts, events, PixLakeSinkIT::event, PixAccountId::persistenceId);
        await().atMost(SOON).until(journals::offerAndAreAcknowledged);
    }

    private LakeCopy copy(SinksStack stack, Dataset<?> dataset) throws Exception {
        return LakeCopy.of(stack, dataset, "occurred_at", name -> true);
    }

    private void assertEachOnce(SinksStack stack, int accounts, int events) throws Exception {
        var topics = stack.settings.kafka().topics();
        for (PixKind kind : PixKind.values()) {
            LakeCopy.Count count = copy(stack, Datasets.pix(topics, kind)).count(dir);
            assertThat(count.rows()).as(kind.word()).isEqualTo(accounts * itemsOf(kind, events));
            assertThat(count.eventIds()).as(kind.word()).isEqualTo(count.rows());
            assertThat(count.hours()).as(kind.word()).isEqualTo(kind == PixKind.PAGAMENTO ? 2 : 3);
        }
        LakeCopy.Count signals = copy(stack, Datasets.pixSignals(topics)).count(dir);
        assertThat(signals.rows()).isEqualTo((long) accounts * events * SIGNALS);
        assertThat(signals.eventIds()).isEqualTo(signals.rows());
    }

    @Test
    void holdsEachItemAndSignalOnceInTheDatasetOfItsKind() throws Exception {
        try (SinksStack stack = SinksStack.node("pix-lake-plain", SMALL)) {
            publish(stack.egress(), "acc/", 10, 30);
            RunningSink sink = run(stack);
            awaitCommitted(stack, 10 * 30 * (4 + SIGNALS));

            assertEachOnce(stack, 10, 30);
            assertThat(stack.count("rastro.sink.gap.events")).isZero();
            LakeCopy estornos = copy(stack, Datasets.pix(stack.settings.kafka().topics(), PixKind.ESTORNO));
            assertThat(estornos.query(dir, "SELECT sum(valor), count(*) FILTER (status = 'DEVOLVIDO') FROM lake"))
                    .containsExactly(List.of(new BigDecimal("75.00"), 150L));
            assertThat(estornos.query(dir, "SELECT event_id FROM lake WHERE account_id = 'acc/3' AND seq = 8"))
                    .containsExactly(List.of("pix~acc/3~8~1"));
            sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    /** Two nodes at a time, killed in the middle, four times; what was not acknowledged comes again. */
    @Test
    void holdsEachOnceWhenNodesAreKilledAndEventsComeAgain() throws Exception {
        try (SinksStack stack = SinksStack.node("pix-lake-chaos", QUICK)) {
            KafkaEgress egress = stack.egress();
            for (int round = 0; round < 4; round++) {
                SinksStack first = SinksStack.node("pix-lake-chaos", QUICK);
                SinksStack second = SinksStack.node("pix-lake-chaos", QUICK);
                run(first);
                run(second);
                long before = stack.committed(group(stack));
                publish(egress, "round" + round + "-", 12, 20);
                publish(egress, "round" + round + "-", 12, 15); // once more, from the beginning
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(stack.committed(group(stack))).isGreaterThan(before));
                first.close();
                second.close();
            }
            try (SinksStack last = SinksStack.node("pix-lake-chaos", QUICK)) {
                run(last);
                awaitCommitted(stack, 4L * 12 * (20 + 15) * (4 + SIGNALS));
            }

            assertEachOnce(stack, 4 * 12, 20);
        }
    }

    /** The state of a crash after the uploads and before the commit; then with other settings. */
    @Test
    void writesTheSameFilesOverWhenBatchesAreDoneAgain() throws Exception {
        try (SinksStack stack = SinksStack.node("pix-lake-again", SMALL)) {
            KafkaEgress egress = stack.egress();
            publish(egress, "acc/", 8, 20);
            long records = 8 * 20 * (4 + SIGNALS);
            Dataset<?> estornos = Datasets.pix(stack.settings.kafka().topics(), PixKind.ESTORNO);
            LakeCopy before;
            try (SinksStack crashing = SinksStack.node("pix-lake-again", QUICK)) {
                run(crashing);
                awaitCommitted(stack, records);
                before = copy(stack, estornos);
            }
            await().atMost(SOON).ignoreExceptions().until(() -> {
                stack.resetOffsets(group(stack), 0);
                return true;
            });
            publish(egress, "later/", 8, 20);
            run(stack);
            awaitCommitted(stack, 2 * records);

            assertEachOnce(stack, 16, 20);
            assertThat(copy(stack, estornos).objects()).containsAllEntriesOf(before.objects());
        }
    }

    @Test
    void countsTheEventsThatNeverCameAndPutsWhatCannotBeReadAside() throws Exception {
        try (SinksStack stack = SinksStack.node("pix-lake-gaps", SMALL)) {
            KafkaEgress egress = stack.egress();
            AtomicInteger published = new AtomicInteger();
            for (long seqNr : new long[] {1, 2, 4}) {
                egress.line()
                        .offer(new Outgoing("g", "pix~g", seqNr, event(seqNr), done -> published.incrementAndGet()));
            }
            await().atMost(SOON).until(() -> published.get() == 3);
            Map<String, Object> properties =
                    Map.of("bootstrap.servers", stack.settings.kafka().bootstrapServers());
            try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
                producer.send(
                        new ProducerRecord<>(stack.settings.kafka().topics().pixSinais(), "g", new byte[] {1, 2, 3}));
            }
            run(stack);
            awaitCommitted(stack, 3 * (4 + SIGNALS) + 1);

            assertThat(stack.count("rastro.sink.gap.events"))
                    .as("recebimentos of 3; it had no other kind that came after it")
                    .isEqualTo(1);
            assertThat(TopicReader.readAll(
                            stack, stack.settings.kafka().topics().deadLetters()))
                    .hasSize(1);
        }
    }
}
