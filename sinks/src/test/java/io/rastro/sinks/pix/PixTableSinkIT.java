package io.rastro.sinks.pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixCodec;
import io.rastro.sinks.RunningSink;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.kafka.EgressTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PixTableSinkIT {

    private static final Duration SOON = Duration.ofSeconds(45);
    private static final int PARTITIONS = 4;

    private static RunningSink run(SinksStack stack, PixTable table) {
        return PixTableSink.run(stack.system, stack.settings, table, stack.registry, stack.deadLetters, stack.meters);
    }

    private static KafkaProducer<String, byte[]> producer(SinksStack stack) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.settings.kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static List<TracedPix> journals(int accounts, int events) {
        Random random = new Random(7);
        List<TracedPix> all = new ArrayList<>();
        for (int account = 0; account < accounts; account++) {
            all.addAll(PixEvents.journal("a-" + account, events, random));
        }
        return all;
    }

    private static void publish(SinksStack stack, List<TracedPix> items) {
        try (var producer = producer(stack)) {
            for (TracedPix traced : items) {
                EgressTopics.Topic topic =
                        stack.topics.pix().get(traced.decided().item().kind());
                byte[] value = TracedPixCodec.toConfluent(topic.schemaId(), traced);
                producer.send(new ProducerRecord<>(topic.name(), traced.accountId(), value));
            }
        }
    }

    private static Map<TopicPartition, Long> committed(SinksStack stack) throws Exception {
        return stack.committedOffsets(stack.settings.pix().groupId()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        (Map.Entry<TopicPartition, OffsetAndMetadata> entry) ->
                                entry.getValue().offset()));
    }

    private static long all(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<TracedPix> history(PixTable table, String accountId) throws Exception {
        return table.read(accountId, null, null, null, null, 10_000)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .items();
    }

    private static Map<PixKind, Long> newest(List<TracedPix> items, String accountId) {
        return items.stream()
                .filter(traced -> traced.accountId().equals(accountId))
                .collect(Collectors.toMap(traced -> traced.decided().item().kind(), TracedPix::seqNr, Math::max));
    }

    private static void assertAllIsThere(PixTable table, List<TracedPix> items) throws Exception {
        Map<String, List<TracedPix>> byAccount = items.stream().collect(Collectors.groupingBy(TracedPix::accountId));
        for (Map.Entry<String, List<TracedPix>> account : byAccount.entrySet()) {
            assertThat(history(table, account.getKey())).containsExactlyInAnyOrderElementsOf(account.getValue());
            assertThat(table.tabledUpTo(account.getKey()).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo(newest(items, account.getKey()));
        }
    }

    @Test
    void writesWhatComesByAllTopicsAndCommitsEach() throws Exception {
        try (SinksStack stack = SinksStack.node("pix-write", "rastro.sinks.table.keyspace = pix_write")) {
            PixTable table = stack.pix();
            List<TracedPix> items = journals(20, 30);
            publish(stack, items);
            RunningSink sink = run(stack, table);
            await().atMost(SOON).until(() -> all(committed(stack)) == items.size());

            assertThat(committed(stack)).hasSize(3 * PARTITIONS);
            assertAllIsThere(table, items);
            assertThat(stack.count("rastro.pix.rows")).isEqualTo(items.size());
            assertThat(stack.meters.get("rastro.sink.lag").tag("sink", "pix").gauge())
                    .isNotNull();
            assertThat(sink.drainAndStop().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    /** Killed while it writes: whatever is counted then is there, and the next one writes the rest. */
    @Test
    void losesNothingWhenItDiesInTheMiddle() throws Exception {
        String small = "rastro.sinks { table { keyspace = pix_crash, chunk-records = 7, parallelism = 1 },"
                + " committer.max-interval = 20 ms, consumer.kafka-clients"
                + " { session.timeout.ms = 6000, heartbeat.interval.ms = 500 } }";
        try (SinksStack stack = SinksStack.node("pix-crash", small)) {
            PixTable table = stack.pix();
            List<TracedPix> items = journals(5, 400);
            publish(stack, items);
            try (SinksStack crashing = SinksStack.node("pix-crash", small)) {
                run(crashing, table);
                await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> all(committed(stack)) > 0);
            }
            assertThat(all(committed(stack))).isPositive().isLessThan(items.size());
            for (int account = 0; account < 5; account++) {
                String accountId = "a-" + account;
                Map<PixKind, Long> upTo =
                        table.tabledUpTo(accountId).toCompletableFuture().get(10, TimeUnit.SECONDS);
                assertThat(history(table, accountId))
                        .containsAll(items.stream()
                                .filter(traced -> traced.accountId().equals(accountId))
                                .filter(traced -> traced.seqNr()
                                        <= upTo.getOrDefault(
                                                traced.decided().item().kind(), 0L))
                                .toList());
            }

            run(stack, table);
            await().atMost(SOON).until(() -> all(committed(stack)) == items.size());
            assertAllIsThere(table, items);
        }
    }

    @Test
    void putsWhatCannotBeReadAside() throws Exception {
        try (SinksStack stack = SinksStack.node("pix-poison", "rastro.sinks.table.keyspace = pix_poison")) {
            PixTable table = stack.pix();
            List<TracedPix> items = journals(1, 5);
            run(stack, table);
            try (var producer = producer(stack)) {
                EgressTopics.Topic returns = stack.topics.pix().get(PixKind.ESTORNO);
                byte[] damaged = {0, 0, 0, 0, (byte) returns.schemaId(), 1};
                producer.send(new ProducerRecord<>(returns.name(), "a-0", damaged));
                producer.send(new ProducerRecord<>(
                        stack.topics.pix().get(PixKind.PAGAMENTO).name(), "a-0", new byte[] {1, 2, 3}));
            }
            publish(stack, items);
            await().atMost(SOON).until(() -> all(committed(stack)) == items.size() + 2);

            assertAllIsThere(table, items);
            assertThat(TopicReader.readAll(
                            stack, stack.settings.kafka().topics().deadLetters()))
                    .extracting(letter ->
                            new String(letter.headers().lastHeader("reason").value()))
                    .satisfiesExactlyInAnyOrder(
                            reason -> assertThat(reason).isEqualTo("the value is not in the Confluent wire format"),
                            reason -> assertThat(reason).startsWith("the value cannot be decoded with schema "));
        }
    }
}
