package io.rastro.sinks.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.Egress;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sinks.ForgetfulRegistry;
import io.rastro.sinks.LakeCopy;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.DeadLetter;
import io.rastro.sinks.kafka.KafkaEgress;
import io.rastro.sinks.kafka.LetterContext;
import io.rastro.sinks.orders.OrderTable;
import io.rastro.sinks.table.PositionTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry forgets a schema, the sinks put aside what they cannot read, the registry remembers. */
class LetterRetryIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String COURIER = "retried/7";
    private static final int POSITIONS = 5;

    @TempDir
    private Path dir;

    private ForgetfulRegistry registry;
    private String settings = "";

    @BeforeEach
    void openRegistry() throws Exception {
        registry = new ForgetfulRegistry(SinksStack.registryUrl());
        settings = "rastro.sinks { kafka.registry-url = \"" + registry.url()
                + "\", lake { max-records = 20, max-idle = 300 ms },"
                + " consumer.kafka-clients { session.timeout.ms = 6000, heartbeat.interval.ms = 500 } }";
    }

    @AfterEach
    void closeRegistry() {
        registry.close();
    }

    @Test
    void bringsEachPositionOnceToTheTableAndTheLake() throws Exception {
        try (SinksStack stack = SinksStack.node("letters-retry", settings)) {
            PositionTable table = stack.table();
            KafkaEgress egress = stack.egress();
            List<StoredLetter> letters;
            registry.forgets(true);
            try (SinksStack first = SinksStack.node("letters-retry", settings)) {
                RunningSink tableSink = first.runTable(table);
                RunningSink lakeSink = first.runLake();
                publish(egress, 1, 2, 3);
                awaitCommitted(stack, 15);
                letters = letters(stack);
                assertThat(letters).hasSize(30);
                assertThat(letters).allSatisfy(LetterRetryIT::saysAllOfTheOriginal);
                tableSink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
                lakeSink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
            }

            // Still unreadable: they come back as letters of a second attempt.
            try (SinksStack second = SinksStack.node("letters-retry", settings)) {
                second.runTable(table);
                second.runLake();
                assertThat(retryAll(stack, true)).as("dry run").isEqualTo(List.of(30L, 0L, 0L));
                assertThat(retryAll(stack, false)).isEqualTo(List.of(30L, 0L, 0L));
                awaitCommitted(stack, 45);
                await().atMost(SOON).until(() -> letters(stack).size() == 60);
                assertThat(letters(stack).stream().filter(letter -> letter.attempt() == 1))
                        .hasSize(30);
            }

            registry.forgets(false);
            try (SinksStack third = SinksStack.node("letters-retry", settings)) {
                third.runTable(table);
                third.runLake();
                // Later events, a repetition of those that are letters, then what is put back; the first time by
                // somebody who is killed before any letter is marked.
                publish(egress, 4, 5, 1, 2, 3);
                try (PutBack killed = new PutBack(third.settings.kafka(), third.registry)) {
                    killed.send(letters(stack).stream()
                            .filter(letter -> letter.attempt() == 1)
                            .toList());
                }
                assertThat(retryAll(stack, false)).isEqualTo(List.of(30L, 30L, 0L));
                assertThat(retryAll(stack, false)).isEqualTo(List.of(0L, 60L, 0L));
                awaitCommitted(stack, 45 + 25 + 60);
                assertThat(LakeCopy.eventIds(stack, dir)).isEqualTo(eventIds(5));
                assertThat(rows(table)).isEqualTo(5 * POSITIONS);
                assertThat(third.count("rastro.sink.gap.events")).isZero();
                assertThat(letters(stack)).hasSize(60);

                sendAsAnEarlierVersionDid(stack);
                assertThat(retryAll(stack, false)).isEqualTo(List.of(1L, 60L, 0L));
                await().atMost(SOON).until(() -> rows(table) == 5 * POSITIONS + 1);
                awaitCommitted(stack, 131);
            }

            // Everything once more, as after a crash before any commit.
            await().atMost(SOON).ignoreExceptions().until(() -> {
                stack.resetOffsets(stack.settings.lake().groupId(), 0);
                return true;
            });
            stack.runLake();
            await().atMost(SOON)
                    .until(() -> stack.committed(stack.settings.lake().groupId()) == 131);
            assertThat(LakeCopy.eventIds(stack, dir)).isEqualTo(eventIds(5));
        }
    }

    /** Its topic is another one; the letter says which, and the copy is for that topic's sink. */
    @Test
    void bringsWhatHappenedToAnOrderToItsTable() throws Exception {
        try (SinksStack stack = SinksStack.node("letters-orders", settings)) {
            OrderTable orders = stack.orders();
            String group = stack.settings.orders().groupId();
            KafkaEgress egress = stack.egress();
            registry.forgets(true);
            try (SinksStack first = SinksStack.node("letters-orders", settings)) {
                RunningSink sink = first.runOrders(orders, orderId -> {});
                publish(egress, 1, new OrderChanged(1_000, 0, "retried-1", OrderChange.PICKED_UP));
                publish(egress, 2, new OrderChanged(2_000, 0, "retried-1", OrderChange.DELIVERED));
                await().atMost(SOON).until(() -> stack.committed(group) == 2);
                sink.drainAndStop().toCompletableFuture().get(5, TimeUnit.SECONDS);
            }
            assertThat(letters(stack)).hasSize(2).allSatisfy(LetterRetryIT::saysAllOfTheOriginal);
            assertThat(rowsOf(orders)).isEmpty();

            registry.forgets(false);
            try (SinksStack second = SinksStack.node("letters-orders", settings)) {
                List<String> told = new CopyOnWriteArrayList<>();
                second.runOrders(orders, told::add);
                assertThat(retryAll(stack, false)).isEqualTo(List.of(2L, 0L, 0L));
                assertThat(retryAll(stack, false)).isEqualTo(List.of(0L, 2L, 0L));
                await().atMost(SOON).until(() -> stack.committed(group) == 4);
                assertThat(rowsOf(orders)).containsExactly(OrderChange.PICKED_UP, OrderChange.DELIVERED);
                assertThat(told).contains("retried-1");
                assertThat(letters(stack)).hasSize(2);
            }
        }
    }

    private static List<OrderChange> rowsOf(OrderTable orders) throws Exception {
        return orders.read("retried-1").toCompletableFuture().get(10, TimeUnit.SECONDS).stream()
                .map(TracedOrderChange::change)
                .toList();
    }

    @Test
    void refusesWhatNobodyWouldTake() {
        try (SinksStack stack = SinksStack.node("letters-refused", settings);
                PutBack putBack = new PutBack(stack.settings.kafka(), stack.registry)) {
            Map<String, String> context =
                    new HashMap<>(Map.of("topic", stack.topic(), "partition", "0", "offset", "7"));
            assertThat(putBack.refusal(letter("rastro-http", Map.of())))
                    .hasValueSatisfying(why -> assertThat(why).contains("came from no topic"));
            assertThat(putBack.refusal(letter("nobody", context)))
                    .hasValueSatisfying(why -> assertThat(why).contains("no consumer group nobody reads"));
            context.put(LetterContext.CUT_FROM, "900000");
            assertThat(putBack.refusal(letter("nobody", context)))
                    .hasValueSatisfying(why -> assertThat(why).contains("too long"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void findsALetterByItsPlace() throws Exception {
        registry.forgets(true);
        try (SinksStack stack = SinksStack.node("letters-find", settings)) {
            stack.runTable(stack.table());
            publish(stack.egress(), 1);
            await().atMost(SOON).until(() -> letters(stack).size() == POSITIONS);
            StoredLetter last = letters(stack).get(POSITIONS - 1);
            try (LetterReader reader = new LetterReader(stack.settings.kafka(), SinksStack.realRegistry(stack))) {
                assertThat(reader.find(last.id()).orElseThrow().letter().original())
                        .isEqualTo(last.letter().original());
                assertThat(reader.find(
                                new LetterId(last.id().partition(), last.id().offset() + 1)))
                        .isEmpty();
                assertThat(reader.find(new LetterId(99, 0))).isEmpty();
                List<StoredLetter> future = new ArrayList<>();
                reader.forEach(Instant.now().plusSeconds(60), future::add);
                assertThat(future).isEmpty();
            }
        }
    }

    private static StoredLetter letter(String source, Map<String, String> context) {
        return new StoredLetter(
                new LetterId(0, 0), new DeadLetter(source, "because", Instant.now(), new byte[] {1}, context));
    }

    private static void saysAllOfTheOriginal(StoredLetter stored) {
        Map<String, String> context = stored.letter().context();
        assertThat(stored.attempt()).isZero();
        assertThat(stored.letter().reason()).startsWith("the registry does not know schema");
        assertThat(context)
                .containsEntry("key", COURIER)
                .containsKeys("topic", "partition", "offset", "timestamp", "header.event_id", "header.seq");
    }

    /** Without headers and timestamp. */
    private static void sendAsAnEarlierVersionDid(SinksStack stack) throws Exception {
        int schemaId = SinksStack.realRegistry(stack).register(stack.topic(), CourierPositionCodec.SCHEMA);
        byte[] value =
                CourierPositionCodec.toConfluent(schemaId, Tracks.traced(COURIER, 6, 0, Tracks.NOON.plusSeconds(30)));
        Map<String, String> context = Map.of("topic", stack.topic(), "partition", "0", "offset", "7", "key", COURIER);
        stack.deadLetters
                .send(new DeadLetter(stack.settings.table().groupId(), "it was so", Instant.now(), value, context))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** @return done, put back before, refused */
    private static List<Long> retryAll(SinksStack stack, boolean dryRun) throws Exception {
        try (PutBack putBack = new PutBack(stack.settings.kafka(), SinksStack.realRegistry(stack))) {
            LetterMarks marks = LetterMarks.open(
                    stack.session,
                    stack.settings.table().keyspace(),
                    stack.settings.kafka().topics().deadLetters());
            LetterRetry retry = new LetterRetry(putBack, marks, dryRun, (letter, why) -> {});
            letters(stack).forEach(retry::add);
            retry.flush();
            return List.of(retry.done(), retry.before(), retry.refusals());
        }
    }

    private static List<StoredLetter> letters(SinksStack stack) {
        List<StoredLetter> all = new ArrayList<>();
        try (LetterReader reader = new LetterReader(stack.settings.kafka(), SinksStack.realRegistry(stack))) {
            reader.forEach(null, all::add);
        }
        return all;
    }

    private static void awaitCommitted(SinksStack stack, long records) {
        await().atMost(SOON).until(() -> stack.committed(stack.settings.lake().groupId()) == records);
        await().atMost(SOON).until(() -> stack.committed(stack.settings.table().groupId()) == records);
    }

    private static int rows(PositionTable table) throws Exception {
        return table.history(COURIER, null, null, 10_000, null)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .items()
                .size();
    }

    private static List<String> eventIds(int events) {
        return IntStream.rangeClosed(1, events)
                .boxed()
                .flatMap(seqNr -> IntStream.range(0, POSITIONS)
                        .mapToObj(index -> CourierId.persistenceId(COURIER) + "~" + seqNr + "~" + index))
                .sorted()
                .toList();
    }

    private static void publish(KafkaEgress egress, long... seqNrs) {
        for (long seqNr : seqNrs) {
            publish(egress, seqNr, Tracks.event(seqNr, POSITIONS));
        }
    }

    private static void publish(KafkaEgress egress, long seqNr, PublishedEvent event) {
        AtomicInteger published = new AtomicInteger();
        assertThat(egress.line()
                        .offer(new Egress.Outgoing(
                                COURIER,
                                CourierId.persistenceId(COURIER),
                                seqNr,
                                event,
                                done -> published.incrementAndGet())))
                .isTrue();
        await().atMost(SOON).until(() -> published.get() == 1);
    }
}
