package io.rastro.sinks.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.Egress;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.CourierOrderCodec;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.courier.OrderPickup;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sinks.Journals;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.KafkaEgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class OrderTableSinkIT {

    private static final Duration SOON = Duration.ofSeconds(45);

    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    private static List<TracedOrderChange> read(OrderTable table, String orderId) throws Exception {
        return table.read(orderId).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static String group(SinksStack stack) {
        return stack.settings.orders().groupId();
    }

    private static void publish(KafkaEgress egress, String courierId, long seqNr, PublishedEvent event) {
        AtomicInteger published = new AtomicInteger();
        assertThat(egress.line()
                        .offer(new Egress.Outgoing(
                                courierId,
                                CourierId.persistenceId(courierId),
                                seqNr,
                                event,
                                done -> published.incrementAndGet())))
                .isTrue();
        await().atMost(SOON).until(() -> published.get() == 1);
    }

    private static OrderChanged changed(long receivedAt, String orderId, OrderChange change) {
        return new OrderChanged(receivedAt, 0, orderId, change);
    }

    private static PositionsRecorded positions(long receivedAt, Long previous, OrderPickup... pickups) {
        return new PositionsRecorded(
                receivedAt, 0, 0, null, Tracks.event(1, 2).positions(), false, List.of(), previous, List.of(pickups));
    }

    @Test
    void writesWhatCouriersDoOnceHoweverOftenItComes() throws Exception {
        try (SinksStack stack = SinksStack.node("orders-write", "")) {
            OrderTable table = stack.orders();
            stack.runOrders(table, told::add);
            KafkaEgress egress = stack.egress();
            for (int time = 0; time < 2; time++) {
                publish(egress, "write/a", 1, changed(1_000, "write-1", OrderChange.PICKED_UP));
                publish(egress, "write/a", 2, changed(2_000, "write-1", OrderChange.RELEASED));
                publish(
                        egress,
                        "write/b",
                        1,
                        positions(3_000, 0L, new OrderPickup(0, "write-1"), new OrderPickup(1, "write-2")));
                publish(egress, "write/b", 2, changed(4_000, "write-1", OrderChange.DELIVERED));
            }
            await().atMost(SOON).until(() -> stack.committed(group(stack)) == 10);

            assertThat(read(table, "write-1"))
                    .containsExactly(
                            new TracedOrderChange(
                                    "write/a", 1, 0, "write-1", OrderChange.PICKED_UP, false, 1_000, 1_000),
                            new TracedOrderChange(
                                    "write/a", 2, 0, "write-1", OrderChange.RELEASED, false, 2_000, 2_000),
                            new TracedOrderChange(
                                    "write/b", 1, 0, "write-1", OrderChange.PICKED_UP, true, 3_000, 3_000),
                            new TracedOrderChange(
                                    "write/b", 2, 0, "write-1", OrderChange.DELIVERED, false, 4_000, 4_000));
            assertThat(read(table, "write-2"))
                    .containsExactly(new TracedOrderChange(
                            "write/b", 1, 1, "write-2", OrderChange.PICKED_UP, true, 3_000, 3_000));
            assertThat(told).contains("write-1", "write-2");
            assertThat(stack.count("rastro.orders.rows")).isEqualTo(10);
            assertThat(stack.meters.get("rastro.sink.lag").tag("sink", "orders").gauge())
                    .isNotNull();
        }
    }

    /** Who is told reads the table at once. */
    @Test
    void tellsOfAnOrderWhenItsRowsAreThere() throws Exception {
        try (SinksStack stack = SinksStack.node("orders-told", "")) {
            OrderTable table = stack.orders();
            Map<String, Integer> seen = new ConcurrentHashMap<>();
            stack.runOrders(
                    table,
                    orderId ->
                            table.read(orderId).thenAccept(changes -> seen.merge(orderId, changes.size(), Math::max)));
            Journals journals = new Journals(
                    stack.egress(),
                    "told-",
                    1,
                    300,
                    seqNr -> changed(seqNr, "told-" + seqNr % 100, OrderChange.RELEASED));
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);

            await().atMost(SOON)
                    .until(() -> seen.size() == 100 && seen.values().stream().allMatch(rows -> rows == 3));
        }
    }

    @Test
    void aListenerThatThrowsEndsNothing() throws Exception {
        try (SinksStack stack = SinksStack.node("orders-throws", "")) {
            OrderTable table = stack.orders();
            stack.runOrders(table, orderId -> {
                told.add(orderId);
                throw new IllegalStateException("a bug");
            });
            KafkaEgress egress = stack.egress();
            publish(egress, "throws", 1, changed(1, "throws-1", OrderChange.PICKED_UP));
            publish(egress, "throws", 2, changed(2, "throws-2", OrderChange.PICKED_UP));
            await().atMost(SOON).until(() -> stack.committed(group(stack)) == 2);

            assertThat(told).containsExactlyInAnyOrder("throws-1", "throws-2");
            assertThat(stack.count("rastro.sink.restarts")).isZero();
        }
    }

    @Test
    void putsWhatCannotBeReadAside() throws Exception {
        try (SinksStack stack = SinksStack.node("orders-poison", "")) {
            OrderTable table = stack.orders();
            stack.runOrders(table, told::add);
            String topic = stack.settings.kafka().topics().orders();
            int schemaId = stack.registry.register(topic, CourierOrderCodec.SCHEMA);
            byte[] later = CourierOrderCodec.toConfluent(
                    schemaId, new TracedOrderChange("p", 1, 0, "poison-1", OrderChange.RELEASED, false, 1, 1));
            byte[] unknown = new String(later, StandardCharsets.ISO_8859_1)
                    .replace("released", "regained")
                    .getBytes(StandardCharsets.ISO_8859_1);
            Map<String, Object> properties =
                    Map.of("bootstrap.servers", stack.settings.kafka().bootstrapServers());
            try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(topic, "p", new byte[] {1, 2, 3}));
                producer.send(new ProducerRecord<>(topic, "p", new byte[] {0, 0, 1, 1, 1, 1}));
                producer.send(new ProducerRecord<>(topic, "p", null));
                producer.send(new ProducerRecord<>(topic, "p", unknown));
            }
            publish(stack.egress(), "p", 2, changed(2, "poison-1", OrderChange.DELIVERED));
            await().atMost(SOON).until(() -> stack.committed(group(stack)) == 5);

            assertThat(read(table, "poison-1"))
                    .containsExactly(new TracedOrderChange("p", 2, 0, "poison-1", OrderChange.DELIVERED, false, 2, 2));
            List<ConsumerRecord<String, byte[]>> letters =
                    TopicReader.readAll(stack, stack.settings.kafka().topics().deadLetters());
            assertThat(letters)
                    .extracting(letter -> header(letter, "reason"))
                    .containsExactlyInAnyOrder(
                            "the value is not in the Confluent wire format",
                            "the registry does not know schema 65793",
                            "the record has no value",
                            "the value cannot be decoded with schema " + schemaId
                                    + ": the bytes are not what their schema says");
            assertThat(letters)
                    .allSatisfy(letter -> assertThat(header(letter, "source")).isEqualTo(group(stack)));
        }
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Killed while it writes: what was not committed is written by the next one, who tells of it as well. */
    @Test
    void losesNothingWhenItDiesInTheMiddle() throws Exception {
        String small = "rastro.sinks { table.chunk-records = 20, committer.max-interval = 50 ms, consumer.kafka-clients"
                + " { session.timeout.ms = 6000, heartbeat.interval.ms = 500 } }";
        try (SinksStack stack = SinksStack.node("orders-crash", small)) {
            OrderTable table = stack.orders();
            Journals journals = new Journals(
                    stack.egress(),
                    "crash-",
                    4,
                    1_000,
                    seqNr -> changed(seqNr, "crash-" + seqNr % 50, OrderChange.PICKED_UP));
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            try (SinksStack crashing = SinksStack.node("orders-crash", small)) {
                crashing.runOrders(table, OrderTableSinkIT::takesItsTime);
                await().atMost(SOON).until(() -> stack.committed(group(stack)) > 0);
            }
            assertThat(stack.committed(group(stack))).isLessThan(4_000);

            Set<String> orders = ConcurrentHashMap.newKeySet();
            RunningSink next = stack.runOrders(table, orders::add);
            await().atMost(SOON).until(() -> stack.committed(group(stack)) == 4_000);
            for (int order = 0; order < 50; order++) {
                assertThat(read(table, "crash-" + order)).hasSize(80);
            }
            assertThat(orders).hasSize(50);
            assertThat(next.drainAndStop().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    /** So that a crash finds it at work: some eight seconds for all of them. */
    private static void takesItsTime(String orderId) {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void waitsForCassandraToComeBack() throws Exception {
        try (SinksStack stack = SinksStack.node("orders-away", "")) {
            OrderTable table = stack.orders();
            stack.runOrders(table, told::add);
            publish(stack.egress(), "away", 1, changed(1, "away-0", OrderChange.PICKED_UP));
            await().atMost(SOON).until(() -> stack.committed(group(stack)) == 1);
            SinksStack.cassandra().kill();
            Journals journals = new Journals(
                    stack.egress(),
                    "away-",
                    5,
                    100,
                    seqNr -> changed(seqNr, "away-" + seqNr % 10, OrderChange.DELIVERED));
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);
            told.clear();
            SinksStack.cassandra().awaitReady(Duration.ofSeconds(60));

            await().atMost(Duration.ofSeconds(60)).until(() -> stack.committed(group(stack)) == 501);
            assertThat(LongStream.range(0, 10).mapToObj(order -> "away-" + order))
                    .allSatisfy(order -> assertThat(read(table, order)).hasSizeGreaterThanOrEqualTo(50));
            assertThat(Set.copyOf(told)).hasSize(10);
        }
    }

    /** What lies in the journal between two events with positions is on another topic. */
    @Test
    void anOrderThatChangesBetweenPositionsIsNoLossOfTheLake() throws Exception {
        try (SinksStack stack = SinksStack.node("orders-lake", "rastro.sinks.lake { max-idle = 300 ms }")) {
            KafkaEgress egress = stack.egress();
            publish(egress, "lake", 1, positions(1, 0L, new OrderPickup(1, "lake-1")));
            publish(egress, "lake", 2, changed(2, "lake-1", OrderChange.DELIVERED));
            publish(egress, "lake", 3, changed(3, "lake-2", OrderChange.PICKED_UP));
            publish(egress, "lake", 4, changed(4, "lake-2", OrderChange.RELEASED));
            publish(egress, "lake", 5, positions(5, 1L));
            stack.runLake();
            await().atMost(SOON)
                    .until(() -> stack.committed(stack.settings.lake().groupId()) == 4);
            assertThat(stack.count("rastro.sink.gap.events")).isZero();

            publish(egress, "lake", 8, positions(8, 6L));
            await().atMost(SOON)
                    .until(() -> stack.committed(stack.settings.lake().groupId()) == 6);
            assertThat(stack.count("rastro.sink.gap.events")).as("6").isEqualTo(1);
        }
    }
}
