package io.rastro.sinks.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.stream.alpakka.s3.javadsl.S3;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import io.rastro.protocol.Egress;
import io.rastro.protocol.EventId;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.sinks.Journals;
import io.rastro.sinks.PixItems;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.lake.LakeArchive;
import io.rastro.sinks.lake.LakeGroup;
import io.rastro.sinks.lake.LakeLedger;
import io.rastro.sinks.lake.LakeSink;
import io.rastro.sinks.pix.PixTableSink;
import io.rastro.sinks.receipt.Receipt.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String QUICK = "rastro.sinks.lake { max-idle = 300 ms }";
    private static final int COURIERS = 8;
    private static final int EVENTS = 6;

    @TempDir
    private Path dir;

    private static PositionsRecorded event(long seqNr) {
        return Tracks.event(seqNr, 3, Tracks.NOON.plus(Duration.ofHours(seqNr)));
    }

    private static TracedPosition traced(String courierId, long seqNr, int index) {
        PositionsRecorded event = event(seqNr);
        return new TracedPosition(
                courierId,
                seqNr,
                index,
                event.receivedAtMillis(),
                event.positions().get(index));
    }

    private static Receipts open(SinksStack stack) {
        LakeLedger ledger = LakeLedger.open(stack.session, stack.settings.lake(), stack.settings.table());
        return new Receipts(
                stack.settings,
                stack.table(),
                stack.pix(),
                ledger,
                new LakeArchive(stack.system, stack.settings.lake()));
    }

    private static Receipt find(Receipts receipts, TracedPosition traced) throws Exception {
        return find(receipts, traced.eventId(), event(traced.seqNr()));
    }

    private static void publish(SinksStack stack, String prefix) {
        Journals journals = new Journals(stack.egress(), prefix, COURIERS, EVENTS, ReceiptsIT::event);
        await().atMost(SOON).until(journals::offerAndAreAcknowledged);
    }

    private static void awaitSinks(SinksStack stack, long records) {
        stack.runTable(stack.table());
        stack.runLake();
        await().atMost(SOON).until(() -> stack.committed(stack.settings.table().groupId()) == records);
        await().atMost(SOON).until(() -> stack.committed(stack.settings.lake().groupId()) == records);
    }

    @Test
    void saysWhatHasHappenedAndWhatHasNot() throws Exception {
        try (SinksStack stack = SinksStack.node("receipts", QUICK);
                Receipts receipts = open(stack)) {
            TracedPosition one = traced("trace5", 4, 2);
            Receipt before = find(receipts, one);
            assertThat(before.kafka().state()).isEqualTo(State.PENDING);
            assertThat(before.table().state()).isEqualTo(State.PENDING);
            assertThat(before.lake().state()).isEqualTo(State.PENDING);

            publish(stack, "trace");
            Receipt published = find(receipts, one);
            assertThat(published.kafka()).isEqualTo(Receipt.Stage.done(recordOf(stack, one)));
            assertThat(published.table().state()).isEqualTo(State.PENDING);
            assertThat(published.lake().state()).isEqualTo(State.PENDING);

            awaitSinks(stack, COURIERS * EVENTS * 3);
            for (long seqNr = 1; seqNr <= EVENTS; seqNr++) {
                TracedPosition each = traced("trace" + seqNr, seqNr, 1);
                Receipt done = find(receipts, each);
                assertThat(done.kafka()).isEqualTo(Receipt.Stage.done(recordOf(stack, each)));
                assertThat(done.table().isDone()).isTrue();
                assertIsInTable(stack, each, Objects.requireNonNull(done.table().place()));
                assertThat(done.lake().isDone()).as("%s", done.lake()).isTrue();
                assertIsInLake(stack, each, Objects.requireNonNull(done.lake().place()));
            }

            stack.session.execute(
                    "DELETE FROM rastro.courier_positions WHERE courier_id = 'trace5' AND day = '2026-11-21'"
                            + " AND fixed_at = ? AND event_id = ?",
                    one.position().fixedAt(),
                    one.eventId().toString());
            String key =
                    Objects.requireNonNull(find(receipts, one).lake().place()).key();
            S3.deleteObject(stack.settings.lake().bucket(), key)
                    .runWith(Sink.head(), stack.system)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            Receipt lost = find(receipts, one);
            assertThat(lost.kafka().isDone()).isTrue();
            assertThat(lost.table().state()).isEqualTo(State.MISSING);
            assertThat(lost.lake().state()).isEqualTo(State.MISSING);
            assertThat(lost.lake().why()).doesNotContain("dead letter");

            noteAsUnreadable(stack, recordOf(stack, one));
            Receipt deadLetter = find(receipts, one);
            assertThat(deadLetter.lake().state()).isEqualTo(State.MISSING);
            assertThat(deadLetter.lake().why()).contains("dead letter");
        }
    }

    private static void noteAsUnreadable(SinksStack stack, Receipt.KafkaPlace record) {
        long offset = Objects.requireNonNull(record.offset());
        long batch = Objects.requireNonNull(stack.session
                        .execute(
                                "SELECT first_offset FROM rastro.lake_batches"
                                        + " WHERE topic = ? AND kafka_partition = ? AND first_offset <= ? LIMIT 1",
                                record.topic(),
                                record.partition(),
                                offset)
                        .one())
                .getLong(0);
        stack.session.execute(
                "UPDATE rastro.lake_batches SET unreadable = ?"
                        + " WHERE topic = ? AND kafka_partition = ? AND first_offset = ?",
                List.of(offset),
                record.topic(),
                record.partition(),
                batch);
    }

    @Test
    void findsTheObjectWhenKafkaHasForgotten() throws Exception {
        try (SinksStack stack = SinksStack.node("receipts-old", QUICK);
                Receipts receipts = open(stack)) {
            publish(stack, "old");
            awaitSinks(stack, COURIERS * EVENTS * 3);
            Map<TopicPartition, Long> ends = new HashMap<>();
            stack.committedOffsets(stack.settings.table().groupId())
                    .forEach((partition, offset) -> ends.put(partition, offset.offset()));
            stack.forgetBefore(ends);

            TracedPosition one = traced("old3", 2, 0);
            Receipt receipt = find(receipts, one);
            assertThat(receipt.kafka().state()).isEqualTo(State.EXPIRED);
            assertThat(receipt.table().isDone()).isTrue();
            assertThat(receipt.lake().isDone()).isTrue();
            assertIsInLake(stack, one, Objects.requireNonNull(receipt.lake().place()));

            TracedPosition never = traced("other", 2, 0);
            assertThat(find(receipts, never).kafka().state()).isEqualTo(State.UNKNOWN);
            assertThat(find(receipts, never).lake().state()).isEqualTo(State.UNKNOWN);
        }
    }

    @Test
    void saysThatAStoreDoesNotAnswer() throws Exception {
        try (SinksStack stack = SinksStack.node("receipts-away", QUICK);
                Receipts receipts = open(stack)) {
            publish(stack, "away");
            awaitSinks(stack, COURIERS * EVENTS * 3);
            TracedPosition one = traced("away1", 1, 0);
            SinksStack.s3().stop();
            try {
                Receipt receipt = find(receipts, one);
                assertThat(receipt.kafka().isDone()).isTrue();
                assertThat(receipt.table().isDone()).isTrue();
                assertThat(receipt.lake().state()).isEqualTo(State.UNKNOWN);
                assertThat(receipt.lake().why()).contains("S3");
            } finally {
                SinksStack.s3().start();
            }
            await().atMost(SOON).until(() -> find(receipts, one).lake().isDone());

            SinksStack.signal(SinksStack.kafka(), "STOP");
            try {
                Receipt receipt = find(receipts, one);
                assertThat(receipt.kafka().state()).isEqualTo(State.UNKNOWN);
                assertThat(receipt.table().isDone()).isTrue();
                assertThat(receipt.lake().isDone()).as("by its hour").isTrue();
            } finally {
                SinksStack.signal(SinksStack.kafka(), "CONT");
            }
        }
    }

    @Test
    void takesOnlySoManyAtOnceAndEndsAtItsBound() throws Exception {
        String tight = QUICK + ", rastro.sinks.receipts { at-once = 1, max-records = 1 }";
        try (SinksStack stack = SinksStack.node("receipts-bound", tight);
                Receipts receipts = open(stack)) {
            TracedPosition last = traced("bound0", EVENTS, 2);
            var first = receipts.find(last.eventId(), event(EVENTS), null).orElseThrow();
            assertThat(receipts.find(last.eventId(), event(EVENTS), null)).isEmpty();
            first.toCompletableFuture().get(30, TimeUnit.SECONDS);
            publish(stack, "bound");
            Receipt receipt = find(receipts, last);
            assertThat(receipt.kafka().state()).isEqualTo(State.UNKNOWN);
            assertThat(receipt.kafka().why()).contains("bound");
        }
    }

    /** Each item by the topic of its kind, and by its row. */
    @Test
    void followsTheItemsOfAnAccount() throws Exception {
        try (SinksStack stack =
                        SinksStack.node("receipts-pix", QUICK + ", rastro.sinks.table.keyspace = receipts_pix");
                Receipts receipts = open(stack)) {
            PixRecorded event = PixItems.ofAllKinds(0, Map.of());
            AtomicLong acknowledged = new AtomicLong();
            Egress.Outgoing outgoing = new Egress.Outgoing("conta-7", "pix~conta-7", 1, event, acknowledged::set);
            await().atMost(SOON).until(() -> stack.egress().line().offer(outgoing));
            await().atMost(SOON).until(() -> acknowledged.get() == 1);
            List<EventId> ids = IntStream.range(0, event.size())
                    .mapToObj(index -> new EventId("pix~conta-7", 1, index))
                    .toList();
            assertThat(find(receipts, ids.get(0), event).table().state()).isEqualTo(State.PENDING);

            RunningSink sink = PixTableSink.run(
                    stack.system, stack.settings, stack.pix(), stack.registry, stack.deadLetters, stack.meters);
            RunningSink lake = LakeSink.run(
                    stack.system,
                    stack.settings,
                    LakeGroup.ofPix(stack.settings),
                    LakeLedger.open(stack.session, stack.settings.pixLake(), stack.settings.table()),
                    stack.registry,
                    stack.deadLetters,
                    stack.meters);
            for (EventId id : ids) {
                PixItem item = event.items().get(id.index()).item();
                Receipt receipt = await().atMost(SOON)
                        .until(
                                () -> find(receipts, id, event),
                                found -> found.table().isDone() && found.lake().isDone());
                assertThat(receipt.kafka())
                        .isEqualTo(Receipt.Stage.done(
                                recordOf(stack, stack.settings.kafka().topics().of(item.kind()), id)));
                assertThat(Objects.requireNonNull(receipt.table().place()).key())
                        .containsEntry("accountId", "conta-7")
                        .containsEntry("kind", item.kind().word())
                        .containsEntry("month", "2026-11");
                assertThat(Objects.requireNonNull(receipt.lake().place()).key())
                        .startsWith(
                                stack.settings.kafka().topics().of(item.kind()).replace('.', '_')
                                        + "/dt=2026-11-21/hour=");
            }
            assertThat(sink.drainAndStop().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(lake.drainAndStop().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));

            stack.session.execute("TRUNCATE receipts_pix.pix_events");
            assertThat(find(receipts, ids.get(5), event).table().state()).isEqualTo(State.MISSING);
        }
    }

    private static Receipt find(Receipts receipts, EventId id, PublishedEvent event) throws Exception {
        return receipts.find(id, event, null)
                .orElseThrow()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private static Receipt.KafkaPlace recordOf(SinksStack stack, TracedPosition traced) {
        return recordOf(stack, stack.topic(), traced.eventId());
    }

    private static Receipt.KafkaPlace recordOf(SinksStack stack, String topic, EventId eventId) {
        for (ConsumerRecord<String, byte[]> record : TopicReader.readAll(stack, topic)) {
            String id = new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8);
            if (id.equals(eventId.toString())) {
                return new Receipt.KafkaPlace(record.topic(), record.partition(), record.offset());
            }
        }
        throw new AssertionError("Kafka does not have " + eventId);
    }

    private static void assertIsInTable(SinksStack stack, TracedPosition traced, Receipt.TablePlace place) {
        assertThat(stack.session
                        .execute(
                                "SELECT event_id FROM " + place.table()
                                        + " WHERE courier_id = ? AND day = ? AND fixed_at = ?",
                                traced.courierId(),
                                LocalDate.parse(place.key().get("day")),
                                Instant.parse(place.key().get("fixedAt")))
                        .all())
                .extracting(row -> row.getString(0))
                .contains(CourierId.persistenceId(traced.courierId()) + "~" + traced.seqNr() + "~" + traced.index());
    }

    private void assertIsInLake(SinksStack stack, TracedPosition traced, Receipt.LakePlace place) throws Exception {
        ByteString bytes = S3.getObject(place.bucket(), place.key())
                .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), stack.system)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        Path file = Files.write(dir.resolve("object.parquet"), bytes.toArray());
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet counted = duckdb.createStatement()
                        .executeQuery("SELECT count(*) FROM read_parquet('" + file
                                + "', hive_partitioning = false) WHERE event_id = '" + traced.eventId() + "'")) {
            counted.next();
            assertThat(counted.getInt(1)).isEqualTo(1);
            assertThat(place.rowGroup()).isZero();
        }
    }
}
