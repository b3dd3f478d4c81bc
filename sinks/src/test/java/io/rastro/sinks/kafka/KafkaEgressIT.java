package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.protocol.EventId;
import io.rastro.sinks.Journals;
import io.rastro.sinks.SinksStack;
import io.rastro.sinks.TopicReader;
import io.rastro.sinks.Tracks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaEgressIT {

    private static final Duration SOON = Duration.ofSeconds(45);

    private static EventId eventId(ConsumerRecord<String, byte[]> record) {
        byte[] header = record.headers().lastHeader("event_id").value();
        return EventId.parse(new String(header, StandardCharsets.UTF_8)).orElseThrow();
    }

    /** Each key's event ids come for the first time in journal order, without a gap; all are there. */
    private static void assertFirstAppearances(
            List<ConsumerRecord<String, byte[]>> records, int couriers, int events, int positions) {
        Map<String, EventId> newest = new HashMap<>();
        Set<EventId> seen = new HashSet<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            EventId id = eventId(record);
            if (seen.add(id)) {
                EventId before = newest.put(record.key(), id);
                long rank = id.seqNr() * positions + id.index();
                long rankBefore = before == null ? positions - 1 : before.seqNr() * positions + before.index();
                assertThat(rank).isEqualTo(rankBefore + 1);
            }
        }
        assertThat(seen).hasSize(couriers * events * positions);
    }

    @Test
    void publishesARecordAPositionInJournalOrder() throws Exception {
        try (SinksStack stack = SinksStack.node("egress-order", "")) {
            KafkaEgress egress = stack.egress();
            Journals journals = new Journals(egress, "c", 50, 20, seqNr -> Tracks.event(seqNr, 3));
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);

            List<ConsumerRecord<String, byte[]>> records = TopicReader.readAll(stack, stack.topic());
            assertThat(records).hasSize(3_000);
            assertFirstAppearances(records, 50, 20, 3);
            ConsumerRecord<String, byte[]> one = records.get(0);
            assertThat(one.timestamp()).isEqualTo(Tracks.event(1, 3).receivedAtMillis());
            assertThat(ValueReader.ofPositions(stack.registry).read(one.value()).eventId())
                    .isEqualTo(eventId(one));

            long began = System.nanoTime();
            egress.drain().toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            assertThat(egress.line().isOpen()).isFalse();
        }
    }

    @Test
    void losesNothingWhenTheBrokerIsKilled() throws Exception {
        try (SinksStack stack = SinksStack.node("egress-kill", "rastro.sinks.egress.queue-size = 500")) {
            KafkaEgress egress = stack.egress();
            Journals journals = new Journals(egress, "c", 100, 200, seqNr -> Tracks.event(seqNr, 2));
            await().atMost(SOON).until(() -> {
                journals.offer();
                return journals.acknowledged() > 2_000;
            });
            SinksStack.kafka().kill();
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);

            assertFirstAppearances(TopicReader.readAll(stack, stack.topic()), 100, 200, 2);
        }
    }

    @Test
    void beginsANewLineWhenKafkaIsAwayForTooLong() throws Exception {
        String impatient = "rastro.sinks.egress { give-up-after = 10 s, min-backoff = 100 ms, queue-size = 200 }";
        try (SinksStack stack = SinksStack.node("egress-line", impatient)) {
            KafkaEgress egress = stack.egress();
            var first = egress.line();
            Journals journals = new Journals(egress, "c", 100, 50, seqNr -> Tracks.event(seqNr, 2));
            await().atMost(SOON).until(() -> {
                journals.offer();
                return journals.acknowledged() > 500;
            });
            SinksStack.kafka().stop();
            try {
                await().atMost(SOON).until(() -> {
                    journals.offer();
                    return !first.isOpen();
                });
            } finally {
                SinksStack.kafka().start();
            }
            await().atMost(SOON).until(journals::offerAndAreAcknowledged);

            assertThat(egress.line()).isNotSameAs(first);
            assertFirstAppearances(TopicReader.readAll(stack, stack.topic()), 100, 50, 2);
        }
    }

    @Test
    void drainsInTimeWhileKafkaIsAway() throws Exception {
        try (SinksStack stack = SinksStack.node("egress-drain", "rastro.sinks.egress.drain-timeout = 1 s")) {
            KafkaEgress egress = stack.egress();
            Journals journals = new Journals(egress, "c", 10, 100, seqNr -> Tracks.event(seqNr, 2));
            SinksStack.kafka().stop();
            try {
                journals.offer();
                long began = System.nanoTime();
                egress.drain().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2_500));
            } finally {
                SinksStack.kafka().start();
            }
        }
    }

    /** With more, what the brokers get first after a broken line need not be what was sent first. */
    @Test
    void hasOneRequestInFlightWhateverWaits() throws Exception {
        try (SinksStack stack = SinksStack.node("egress-one", "rastro.sinks.egress.batch-size = 16 KiB");
                var producer = new KafkaProducer<>(
                        ProducerProperties.of(stack.settings.kafka(), stack.settings.egress()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(record(stack, 10)).get(20, TimeUnit.SECONDS);
            SinksStack.signal(SinksStack.kafka(), "STOP");
            try {
                for (int i = 0; i < 100; i++) {
                    producer.send(record(stack, 10_000));
                }
                await().atMost(Duration.ofSeconds(3)).until(() -> inFlight(producer) > 0);
                await().during(Duration.ofSeconds(1))
                        .atMost(Duration.ofSeconds(3))
                        .until(() -> inFlight(producer) == 1);
            } finally {
                SinksStack.signal(SinksStack.kafka(), "CONT");
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(SinksStack stack, int bytes) {
        byte[] noise = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(noise);
        return new ProducerRecord<>(stack.topic(), 0, null, noise);
    }

    private static double inFlight(Producer<?, ?> producer) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("requests-in-flight"))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }
}
