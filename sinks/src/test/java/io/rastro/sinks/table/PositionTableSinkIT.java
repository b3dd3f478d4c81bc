package io.rastro.sinks.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sinks.Journals;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.Tracks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PositionTableSinkIT {

    private static final Duration SOON = Duration.ofSeconds(45);

    /** Events hop between days, so that a courier's rows lie in several partitions. */
    private static PositionsRecorded hopping(long seqNr) {
        return Tracks.event(
                seqNr, 3, Tracks.NOON.plus(Duration.ofDays(seqNr % 4)).plusSeconds(seqNr * 3));
    }

    private static int rowsOf(PositionTable table, String courierId) throws Exception {
        return table.history(courierId, null, null, 10_000, null)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .items()
                .size();
    }

    private static boolean has(PositionTable table, String courierId, long seqNr) throws Exception {
        Position fix = hopping(seqNr).positions().get(2);
        return table.containsEvent(courierId, fix.fixedAtMillis(), seqNr)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static boolean hasAll(PositionTable table, String courierId, long seqNr) throws Exception {
        List<Position> fixes = hopping(seqNr).positions();
        return table.contained(courierId, fixes)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .cardinality()
                == fixes.size();
    }

    @Test
    void showsTheRowsOfACourierInJournalOrder() throws Exception {
        try (SinksStack stack = SinksStack.node("table-order", "rastro.sinks.table.chunk-records = 500")) {
            PositionTable table = stack.table();
            Journals journals = new Journals(stack.egress(), "order-", 20, 400, PositionTableSinkIT::hopping);
            RunningSink sink = stack.runTable(table);
            int witnessed = 0;
            for (long seqNr = 400; seqNr > 1; seqNr--) {
                journals.offer();
                long newest = 1;
                while (newest < 400 && has(table, "order-0", newest + 1)) {
                    newest++;
                }
                for (long earlier = newest - 1; earlier > Math.max(0, newest - 20); earlier--) {
                    assertThat(hasAll(table, "order-0", earlier)).isTrue();
                    witnessed++;
                }
                if (newest == 400) {
                    break;
                }
                // Look for a later event out of turn: whenever it is there, so are all before it.
                long probe = newest + (400 - newest) / 2;
                if (has(table, "order-0", probe)) {
                    for (long earlier = newest; earlier < probe; earlier++) {
                        assertThat(hasAll(table, "order-0", earlier)).isTrue();
                    }
                }
            }
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            await().atMost(SOON).until(() -> stack.committed("table-order-table") == 20 * 400 * 3);
            assertThat(witnessed).isPositive();
            assertThat(rowsOf(table, "order-7")).isEqualTo(1_200);

            long began = System.nanoTime();
            sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void writesTheSameRowsAgainAfterACrash() throws Exception {
        try (SinksStack stack = SinksStack.node("table-crash", "")) {
            PositionTable table = stack.table();
            Journals journals = new Journals(stack.egress(), "crash-", 10, 50, PositionTableSinkIT::hopping);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            try (SinksStack crashing = SinksStack.node("table-crash", "")) {
                crashing.runTable(table);
                await().atMost(SOON).until(() -> rowsOf(table, "crash-3") == 150);
                await().atMost(SOON).until(() -> stack.committed("table-crash-table") > 0);
            }
            await().atMost(SOON).ignoreExceptions().until(() -> {
                stack.resetOffsets("table-crash-table", 0);
                return true;
            });
            stack.runTable(table);
            await().atMost(SOON).until(() -> stack.committed("table-crash-table") == 10 * 50 * 3);

            for (int i = 0; i < 10; i++) {
                assertThat(rowsOf(table, "crash-" + i)).isEqualTo(150);
            }
            assertThat(stack.count("rastro.table.rows")).isEqualTo(1_500);
        }
    }

    @Test
    void putsWhatCannotBeReadAside() throws Exception {
        try (SinksStack stack = SinksStack.node("table-poison", "")) {
            PositionTable table = stack.table();
            stack.runTable(table);
            Map<String, Object> properties =
                    Map.of("bootstrap.servers", stack.settings.kafka().bootstrapServers());
            try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(stack.topic(), "poison-0", new byte[] {1, 2, 3}));
                producer.send(new ProducerRecord<>(stack.topic(), "poison-0", new byte[] {0, 0, 1, 1, 1, 1}));
                producer.send(new ProducerRecord<>(stack.topic(), "poison-0", null));
            }
            Journals journals = new Journals(stack.egress(), "poison-", 1, 5, PositionTableSinkIT::hopping);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            await().atMost(SOON).until(() -> rowsOf(table, "poison-0") == 15);

            assertThat(TopicReader.readAll(
                            stack, stack.settings.kafka().topics().deadLetters()))
                    .extracting(letter ->
                            new String(letter.headers().lastHeader("reason").value()))
                    .containsExactlyInAnyOrder(
                            "the value is not in the Confluent wire format",
                            "the registry does not know schema 65793",
                            "the record has no value");
        }
    }

    @Test
    void waitsForCassandraToComeBack() throws Exception {
        try (SinksStack stack = SinksStack.node("table-away", "")) {
            PositionTable table = stack.table();
            stack.runTable(table);
            Journals journals = new Journals(stack.egress(), "away-", 10, 200, PositionTableSinkIT::hopping);
            SinksStack.cassandra().kill();
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            SinksStack.cassandra().awaitReady(Duration.ofSeconds(60));

            await().atMost(Duration.ofSeconds(60)).until(() -> stack.committed("table-away-table") == 10 * 200 * 3);
            assertThat(rowsOf(table, "away-9")).isEqualTo(600);
        }
    }
}
