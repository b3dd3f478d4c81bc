package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.Egress;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sinks.Journals;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.KafkaEgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeSinkIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SMALL = "rastro.sinks.lake { max-records = 700, max-idle = 300 ms }";

    private static final String ONE_PARTITION = "\nrastro.sinks.kafka.partitions = 1";

    private static final String SLOW = "rastro.sinks { lake { max-records = 100000, max-idle = 300 ms },"
            + " consumer.kafka-clients { interceptor.classes = \"" + SlowReadBack.class.getName() + "\" } }"
            + ONE_PARTITION;

    private static final String TINY = "rastro.sinks.lake { max-records = 100, max-idle = 300 ms }";

    @TempDir
    private Path dir;

    /** Three hours, so that batches have several files. */
    private static PositionsRecorded event(long seqNr) {
        return Tracks.event(
                seqNr, 5, Tracks.NOON.plus(Duration.ofHours(seqNr % 3)).plusSeconds(seqNr * 5));
    }

    private static Set<String> names(SinksStack stack) throws Exception {
        return LakeCopy.names(stack);
    }

    private LakeCopy.Count lake(SinksStack stack) throws Exception {
        return LakeCopy.of(stack).count(dir);
    }

    private static void awaitCommitted(SinksStack stack, long records) {
        await().atMost(SOON).until(() -> stack.committed(stack.settings.lake().groupId()) == records);
    }

    @Test
    void holdsEachPositionOnceInTheHourOfItsFix() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-plain", SMALL)) {
            Journals journals = new Journals(stack.egress(), "c", 20, 30, LakeSinkIT::event);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            RunningSink sink = stack.runLake();
            awaitCommitted(stack, 3_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(3_000);
            assertThat(count.eventIds()).isEqualTo(3_000);
            assertThat(count.hours()).isEqualTo(3);
            var ledger = LakeLedger.open(stack.session, stack.settings.lake(), stack.settings.table());
            var one = TopicReader.readAll(stack, stack.topic()).get(0);
            assertThat(ledger.stored(
                                    one.topic(),
                                    one.partition(),
                                    one.offset(),
                                    event(1).positions().get(0).fixedAt())
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS))
                    .hasValueSatisfying(stored -> {
                        assertThat(stored.key()).endsWith("+0.parquet");
                        assertThat(stored.isDeadLetter()).isFalse();
                    });
            sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    /** The state of a crash after the uploads and before the commit; then other settings, and more records. */
    @Test
    void writesTheSameFilesOverWhenABatchIsDoneAgain() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-again", SMALL)) {
            KafkaEgress egress = stack.egress();
            Journals early = new Journals(egress, "early-", 20, 20, LakeSinkIT::event);
            await().atMost(SOON).until(early::offerAndAreAcknowledged);
            long objects;
            try (SinksStack crashing = SinksStack.node("lake-again", TINY)) {
                crashing.runLake();
                awaitCommitted(stack, 2_000);
                objects = lake(stack).objects();
            }
            Journals later = new Journals(egress, "later-", 20, 20, LakeSinkIT::event);
            await().atMost(SOON).until(later::offerAndAreAcknowledged);
            await().atMost(SOON).ignoreExceptions().until(() -> {
                stack.resetOffsets(stack.settings.lake().groupId(), 0);
                return true;
            });
            stack.runLake();
            awaitCommitted(stack, 4_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(4_000);
            assertThat(count.eventIds()).isEqualTo(4_000);
            assertThat(count.objects()).isGreaterThan(objects);
        }
    }

    @Test
    void survivesCrashesAndOtherMembersUnderLoad() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-chaos", "rastro.sinks.lake { max-records = 300 }")) {
            String quick = "rastro.sinks { lake { max-records = 300, max-idle = 200 ms },"
                    + " consumer.kafka-clients { session.timeout.ms = 6000, heartbeat.interval.ms = 500 } }";
            KafkaEgress egress = stack.egress();
            for (int round = 0; round < 4; round++) {
                SinksStack first = SinksStack.node("lake-chaos", quick);
                SinksStack second = SinksStack.node("lake-chaos", quick);
                first.runLake();
                second.runLake();
                long before = stack.committed("lake-chaos-lake");
                Journals journals = new Journals(egress, "round" + round + "-", 50, 30, LakeSinkIT::event);
                await().atMost(SOON).until(journals::offerAndAreAcknowledged);
                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(stack.committed("lake-chaos-lake")).isGreaterThan(before));
                first.close();
                second.close();
            }
            try (SinksStack last = SinksStack.node("lake-chaos", quick)) {
                last.runLake();
                awaitCommitted(stack, 30_000);
            }
            LakeCopy.Count count = lake(stack);
            assertThat(count.eventIds()).isEqualTo(30_000);
            assertThat(count.rows()).isEqualTo(30_000);
        }
    }

    @Test
    void leavesOutWhatWasPublishedBeforeEvenAcrossARestart() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-republished", SMALL)) {
            KafkaEgress egress = stack.egress();
            Journals journals = new Journals(egress, "c", 10, 20, LakeSinkIT::event);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            try (SinksStack first = SinksStack.node("lake-republished", SMALL)) {
                RunningSink sink = first.runLake();
                awaitCommitted(stack, 1_000);
                sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
            }
            TreeMap<Long, Boolean> published = new TreeMap<>();
            for (long seqNr = 15; seqNr <= 21; seqNr++) {
                assertThat(egress.line()
                                .offer(new Egress.Outgoing(
                                        "c4", CourierId.persistenceId("c4"), seqNr, event(seqNr), done -> {
                                            synchronized (published) {
                                                published.put(done, true);
                                            }
                                        })))
                        .isTrue();
            }
            await().atMost(SOON).until(() -> {
                synchronized (published) {
                    return published.size() == 7;
                }
            });
            stack.runLake();
            awaitCommitted(stack, 1_035);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(1_005);
            assertThat(count.eventIds()).isEqualTo(1_005);
            assertThat(stack.count("rastro.lake.dropped")).isEqualTo(30);
        }
    }

    /** Kafka sets a partition that is assigned again to its committed offset, here while what lies before is read back. */
    @Test
    void recognisesRepetitionsWhenItsGroupIsDividedAnewWhileItReadsBack() throws Exception {
        String slow = SLOW
                + "\nrastro.sinks.consumer { wait-close-partition = 20 s, kafka-clients.heartbeat.interval.ms = 50 }";
        try (SinksStack stack = SinksStack.node("lake-divided", slow)) {
            String group = stack.settings.lake().groupId();
            publishTwice("lake-divided", stack, 250);
            stack.runLake();
            await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> readingBack(stack) == 1);
            var settings = stack.settings;
            try (var another =
                    settings.consuming().consumerOf(settings.kafka(), group).createKafkaConsumer()) {
                another.subscribe(List.of(settings.kafka().topics().deadLetters()));
                await().atMost(SOON).pollDelay(Duration.ZERO).until(() -> {
                    another.poll(Duration.ofMillis(10));
                    return !another.assignment().isEmpty();
                });
                assertThat(readingBack(stack)).as("it still reads back").isEqualTo(1);
            }
            awaitCommitted(stack, 50_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(25_000);
            assertThat(count.eventIds()).isEqualTo(25_000);
            assertThat(stack.count("rastro.lake.dropped")).isEqualTo(25_000);
            assertThat(stack.count("rastro.sink.restarts")).isZero();
            assertThat(readingBack(stack)).isZero();
        }
    }

    /** As before a deploy. Until its partition is another's nothing of it can be archived. */
    @Test
    void endsWhileItReadsBackAndLeavesTheRestToTheNext() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-stopped", SLOW)) {
            publishTwice("lake-stopped", stack, 100);
            RunningSink sink = stack.runLake();
            await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> readingBack(stack) == 1);
            sink.drainAndStop();
            sink.ended().toCompletableFuture().get(2, TimeUnit.SECONDS);
            await().atMost(SOON).until(() -> readingBack(stack) == 0);
            assertThat(stack.committed(stack.settings.lake().groupId())).isEqualTo(10_000);
            try (SinksStack next = SinksStack.node("lake-stopped", SMALL + ONE_PARTITION)) {
                next.runLake();
                awaitCommitted(stack, 20_000);
                assertThat(next.count("rastro.lake.dropped")).isEqualTo(10_000);
            }

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(10_000);
            assertThat(count.eventIds()).isEqualTo(10_000);
        }
    }

    /** Archived by another node, and published again. @param events of each of 20 couriers, five positions each */
    private static void publishTwice(String name, SinksStack stack, int events) throws Exception {
        KafkaEgress egress = stack.egress();
        for (int time = 0; time < 2; time++) {
            Journals journals = new Journals(egress, "c", 20, events, LakeSinkIT::event);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            if (time == 0) {
                try (SinksStack first = SinksStack.node(name, SMALL + ONE_PARTITION)) {
                    RunningSink sink = first.runLake();
                    awaitCommitted(stack, 100L * events);
                    sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
                }
            }
        }
    }

    private static double readingBack(SinksStack stack) {
        return stack.meters.get("rastro.lake.reading.back").gauge().value();
    }

    /** Two markers, repetitions, a restart and one event that never came. */
    @Test
    void countsTheEventsThatNeverCame() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-gaps", SMALL)) {
            KafkaEgress egress = stack.egress();
            publish(egress, 1, 2, 4, 5, 2, 4, 5, 6);
            try (SinksStack first = SinksStack.node("lake-gaps", SMALL)) {
                RunningSink sink = first.runLake();
                awaitCommitted(stack, 40);
                assertThat(first.count("rastro.sink.gap.events")).isZero();
                sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
            }
            publish(egress, 5, 6, 7, 9);
            stack.runLake();
            awaitCommitted(stack, 60);
            assertThat(stack.count("rastro.sink.gap.events")).isZero();

            publish(egress, 11, 12);
            awaitCommitted(stack, 70);
            assertThat(stack.count("rastro.sink.gap.events")).as("10").isEqualTo(1);
            publish(egress, 13, 10);
            awaitCommitted(stack, 80);
            assertThat(stack.count("rastro.sink.gap.events")).isEqualTo(1);
        }
    }

    /** Of one courier, whose events 3 and 8 are markers. */
    private static void publish(KafkaEgress egress, long... seqNrs) {
        AtomicInteger published = new AtomicInteger();
        for (long seqNr : seqNrs) {
            PositionsRecorded event = event(seqNr);
            PositionsRecorded saying = new PositionsRecorded(
                    event.receivedAtMillis(), 0, 0, null, event.positions(), seqNr == 4 || seqNr == 9);
            assertThat(egress.line()
                            .offer(new Egress.Outgoing(
                                    "g4",
                                    CourierId.persistenceId("g4"),
                                    seqNr,
                                    saying,
                                    done -> published.incrementAndGet())))
                    .isTrue();
        }
        await().atMost(SOON).until(() -> published.get() == seqNrs.length);
    }

    /** Kafka forgets a group that has had no members for a week; somebody may also delete one. */
    @Test
    void goesOnWhereItWasWhenItsOffsetsAreLost() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-lost", SMALL)) {
            KafkaEgress egress = stack.egress();
            Set<String> before = writeAndLoseOffsets(stack, egress);

            Journals later = new Journals(egress, "later-", 20, 20, LakeSinkIT::event);
            await().atMost(SOON).until(later::offerAndAreAcknowledged);
            stack.runLake();
            awaitCommitted(stack, 4_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(4_000);
            assertThat(count.eventIds()).isEqualTo(4_000);
            assertThat(names(stack)).containsAll(before);
            assertThat(stack.count("rastro.lake.rows"))
                    .as("what is done again is each partition's last batch")
                    .isLessThan(4_000);
            assertThat(stack.count("rastro.sink.restarts")).isZero();
        }
    }

    /** What is left of a batch in Kafka must not become a batch of its own: its rows are in a file already. */
    @Test
    void goesOnWhereItWasWhenItsOffsetsAreLostAndKafkaHasForgottenToo() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-forgot", SMALL)) {
            KafkaEgress egress = stack.egress();
            Map<TopicPartition, Long> middles = new HashMap<>();
            Set<String> before = writeAndLoseOffsets(
                    stack,
                    egress,
                    committed ->
                            committed.forEach((partition, offset) -> middles.put(partition, offset.offset() - 10)));
            stack.forgetBefore(middles);

            Journals later = new Journals(egress, "later-", 20, 20, LakeSinkIT::event);
            await().atMost(SOON).until(later::offerAndAreAcknowledged);
            stack.runLake();
            awaitCommitted(stack, 4_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(4_000);
            assertThat(count.eventIds()).isEqualTo(4_000);
            assertThat(names(stack)).containsAll(before);
        }
    }

    /** Set back to where Kafka has nothing any more, and begins within a later batch. */
    @Test
    void leavesBatchesAloneOfWhichKafkaHasForgottenAPart() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-forgot-more", TINY)) {
            Map<TopicPartition, Long> within = new HashMap<>();
            Set<String> before = writeAndLoseOffsets(
                    stack,
                    stack.egress(),
                    committed -> committed.forEach((partition, offset) -> {
                        if (offset.offset() >= 300) {
                            within.put(partition, 150L);
                        }
                    }));
            assertThat(within).isNotEmpty();
            stack.setOffsets(stack.settings.lake().groupId(), 0);
            stack.forgetBefore(within);
            stack.runLake();
            awaitCommitted(stack, 2_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(2_000);
            assertThat(count.eventIds()).isEqualTo(2_000);
            assertThat(names(stack)).isEqualTo(before);
        }
    }

    /** An offset set by hand to somewhere within a batch. */
    @Test
    void beginsWithAWholeBatchWhereverItsOffsetsPoint() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-within", SMALL)) {
            writeAndLoseOffsets(stack, stack.egress());
            stack.setOffsets(stack.settings.lake().groupId(), 7);
            stack.runLake();
            awaitCommitted(stack, 2_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(2_000);
            assertThat(count.eventIds()).isEqualTo(2_000);
        }
    }

    /** A topic that was deleted and made again would give other rows to the same names. */
    @Test
    void leavesTheLakeAsItIsWhenAnotherTopicHasTheSameName() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-anew", SMALL)) {
            LakeLedger.open(stack.session, stack.settings.lake(), stack.settings.table());
            for (int partition = 0; partition < 4; partition++) {
                note(stack, partition, 0, 700);
                note(stack, partition, 700, 1_400);
            }
            Journals journals = new Journals(stack.egress(), "c", 20, 10, LakeSinkIT::event);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            stack.runLake();

            await().atMost(SOON).until(() -> stack.count("rastro.sink.restarts") >= 2);
            assertThat(names(stack)).isEmpty();
            assertThat(stack.committedOffsets(stack.settings.lake().groupId())).isEmpty();
        }
    }

    /** Not with its first records, which may be more than what is archived by the time that somebody looks. */
    @Test
    void refusesAnotherTopicWhileItIsEmpty() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-anew-empty", SMALL)) {
            LakeLedger.open(stack.session, stack.settings.lake(), stack.settings.table());
            note(stack, 2, 0, 700);
            stack.runLake();

            await().atMost(SOON).until(() -> stack.count("rastro.sink.restarts") >= 2);
        }
    }

    /** As after an election of a replica that was behind: what comes now would be taken for old. */
    @Test
    void refusesWhenKafkaHasLostWhatItHasArchived() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-lost-end", SMALL)) {
            Journals journals = new Journals(stack.egress(), "c", 20, 10, LakeSinkIT::event);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            stack.setOffsets(stack.settings.lake().groupId(), 700);
            stack.runLake();

            await().atMost(SOON).until(() -> stack.count("rastro.sink.restarts") >= 2);
            assertThat(names(stack)).isEmpty();
        }
    }

    private static void note(SinksStack stack, int partition, long first, long end) {
        stack.session.execute("INSERT INTO rastro.lake_batches (topic, kafka_partition, first_offset, end_offset,"
                + " record_clock) VALUES ('" + stack.topic() + "', " + partition + ", " + first + ", " + end + ", 0)");
    }

    private Set<String> writeAndLoseOffsets(SinksStack stack, KafkaEgress egress) throws Exception {
        return writeAndLoseOffsets(stack, egress, committed -> {});
    }

    /** 2,000 records in the lake, and nobody who knows how far it is. @return the objects' names */
    private Set<String> writeAndLoseOffsets(
            SinksStack stack, KafkaEgress egress, Consumer<Map<TopicPartition, OffsetAndMetadata>> committed)
            throws Exception {
        String group = stack.settings.lake().groupId();
        Journals early = new Journals(egress, "early-", 20, 20, LakeSinkIT::event);
        await().atMost(SOON).until(early::offerAndAreAcknowledged);
        try (SinksStack first = SinksStack.node(stack.name, TINY)) {
            RunningSink sink = first.runLake();
            awaitCommitted(stack, 2_000);
            sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
        committed.accept(stack.committedOffsets(group));
        await().atMost(SOON).ignoreExceptions().until(() -> {
            stack.loseOffsets(group);
            return true;
        });
        assertThat(stack.committedOffsets(group)).isEmpty();
        return names(stack);
    }

    @Test
    void waitsForS3ToComeBackWithoutStartingAnew() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-away", SMALL);
                SinksStack second = SinksStack.node("lake-away", SMALL)) {
            KafkaEgress egress = stack.egress();
            stack.runLake();
            Journals early = new Journals(egress, "early-", 20, 20, LakeSinkIT::event);
            await().atMost(SOON).until(early::offerAndAreAcknowledged);
            awaitCommitted(stack, 2_000);
            SinksStack.s3().stop();
            try {
                Journals later = new Journals(egress, "later-", 40, 40, LakeSinkIT::event);
                await().atMost(SOON).until(later::offerAndAreAcknowledged);
                await().atMost(SOON).until(() -> stack.count("rastro.lake.uploads.failed") >= 5);
                // Partitions change hands meanwhile: what the first node leaves the second one does.
                second.runLake();
                await().atMost(SOON).until(() -> second.count("rastro.lake.uploads.failed") >= 5);
                assertThat(stack.committed("lake-away-lake")).isEqualTo(2_000);
            } finally {
                SinksStack.s3().start();
            }
            awaitCommitted(stack, 10_000);

            LakeCopy.Count count = lake(stack);
            assertThat(count.rows()).isEqualTo(10_000);
            assertThat(count.eventIds()).isEqualTo(10_000);
            assertThat(stack.count("rastro.sink.restarts")).isZero();
            assertThat(second.count("rastro.sink.restarts")).isZero();
        }
    }

    @Test
    void putsWhatCannotBeReadAside() throws Exception {
        try (SinksStack stack = SinksStack.node("lake-poison", SMALL)) {
            var properties = java.util.Map.<String, Object>of(
                    "bootstrap.servers", stack.settings.kafka().bootstrapServers());
            try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(stack.topic(), "c0", new byte[] {1, 2, 3}));
            }
            Journals journals = new Journals(stack.egress(), "c", 1, 5, LakeSinkIT::event);
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            stack.runLake();
            awaitCommitted(stack, 26);

            assertThat(lake(stack).rows()).isEqualTo(25);
            assertThat(TopicReader.readAll(
                            stack, stack.settings.kafka().topics().deadLetters()))
                    .hasSize(1);
        }
    }
}
