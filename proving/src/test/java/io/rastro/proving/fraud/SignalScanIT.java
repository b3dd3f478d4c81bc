package io.rastro.proving.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.devstack.DevStack;
import io.rastro.devstack.Server;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.protocol.pix.journal.TracedPixSignalCodec;
import io.rastro.proving.system.BacklogException;
import io.rastro.proving.system.TopicRecords;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.TopicNames;
import io.rastro.sinks.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SignalScanIT {

    private static final DevStack STACK = DevStack.shared(Server.KAFKA, Server.REGISTRY);
    private static final String KAFKA = Objects.requireNonNull(STACK.endpoints().kafka());
    private static final String ID = "E0000000020250101040000000000002";

    @Test
    void readsTheSignalsOfTheFileUpToTheEnd() {
        KafkaSettings settings = settings();
        Topics.ensure(settings);
        SchemaRegistry registry = new SchemaRegistry(settings);
        String topic = TopicNames.USUAL.pixSinais();
        int schemaId = registry.register(topic, TracedPixSignalCodec.SCHEMA);
        String account = "scan-" + System.nanoTime();
        FraudMarks marks = new FraudMarks();
        marks.note(account, ID, 2, true);

        SignalFigures before = SignalScan.run(KAFKA, registry, marks);
        send(topic, account, TracedPixSignalCodec.toConfluent(schemaId, signal(account, 0.7)));
        send(topic, account, TracedPixSignalCodec.toConfluent(schemaId, signal(account, 0.9)));
        send(topic, account, TracedPixSignalCodec.toConfluent(schemaId, signal("another", 1)));
        send(topic, account, new byte[] {7});
        SignalFigures after = SignalScan.run(KAFKA, registry, marks);

        assertThat(before.curve().get(0).flagged()).isZero();
        assertThat(after.curve()).extracting(SignalFigures.Threshold::flagged).containsExactly(1L, 1L, 1L, 1L, 1L, 0L);
        assertThat(after.rules()).containsExactly(new SignalFigures.RuleCount("large", 1, 1));
        assertThat(after.unreadable()).isEqualTo(before.unreadable() + 1);
    }

    @Test
    void aTopicIsReadOnFromWhereItWasAndFromAnInstant() throws InterruptedException {
        Topics.ensure(settings());
        String topic = TopicNames.USUAL.pixEstornos();
        String key = "records-" + System.nanoTime();
        try (TopicRecords records = new TopicRecords(KAFKA, topic)) {
            send(topic, key, new byte[] {1});
            assertThat(read(records, key)).containsExactly(1);
            assertThat(read(records, key)).isEmpty();
            Thread.sleep(5);
            Instant later = Instant.now();
            Thread.sleep(5);
            send(topic, key, new byte[] {2});
            assertThat(read(records, key)).containsExactly(2);

            records.seekTo(later);
            assertThat(read(records, key)).containsExactly(2);
            records.seekTo(later.plusSeconds(3600));
            assertThat(read(records, key)).isEmpty();
        }
    }

    @Test
    void saysThatThereIsNoSuchTopic() {
        assertThatThrownBy(() -> new TopicRecords(KAFKA, "none." + System.nanoTime()))
                .isInstanceOf(BacklogException.class)
                .hasMessageContaining("no topic none.");
    }

    private static List<Integer> read(TopicRecords records, String key) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        records.read(all::add);
        return all.stream()
                .filter(record -> key.equals(record.key()))
                .map(record -> (int) record.value()[0])
                .toList();
    }

    private static TracedPixSignal signal(String account, double score) {
        PixItem item =
                new PixItem(PixKind.PAGAMENTO, ID, null, null, 100, 0, 0, null, null, null, null, null, Set.of());
        return new TracedPixSignal(account, 1, 0, item, new PixSignal(0, "large", 1, score, Map.of()));
    }

    private static KafkaSettings settings() {
        String registry = Objects.requireNonNull(STACK.endpoints().registry());
        return new KafkaSettings(KAFKA, registry, Duration.ofSeconds(60), TopicNames.USUAL, 3, 1, 1);
    }

    private static void send(String topic, String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value));
        }
    }
}
