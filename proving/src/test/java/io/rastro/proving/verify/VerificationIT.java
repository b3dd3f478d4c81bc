package io.rastro.proving.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.Server;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.ledger.PixName;
import io.rastro.proving.system.Backlog;
import io.rastro.sinks.kafka.TopicNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planted in one store and not in the others is found there, and only there. */
class VerificationIT {

    private static final DevStack STACK = DevStack.shared(Server.CASSANDRA, Server.KAFKA, Server.S3);
    private static final String KAFKA = Objects.requireNonNull(STACK.endpoints().kafka());
    private static final Endpoints.S3 S3 =
            Objects.requireNonNull(STACK.endpoints().s3());
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final MessageType ROW = MessageTypeParser.parseMessageType(
            "message row { required binary event_id (STRING); required int64 received_at; }");
    private static final long RECEIVED = Instant.parse("2026-11-21T08:15:00Z").toEpochMilli();

    /** Of several requests, the second of which is not in the ledger. */
    private static final PixRecorded FIRST =
            event(SomePix.paid("E1", 100), SomePix.received("E2", 200), SomePix.returned("E2", "D1", 50, "DEVOLVIDO"));

    private static final PixRecorded SECOND = event(SomePix.paid("E3", 300));

    @TempDir
    Path dir;

    private CqlSession session;
    private StoredEvents stored;
    private KafkaProducer<String, byte[]> producer;
    private final List<String> objects = new ArrayList<>();

    @BeforeEach
    void everythingIsThereOnce() throws Exception {
        session = CassandraSession.open(Objects.requireNonNull(STACK.endpoints().cassandra()));
        stored = StoredEvents.empty(session);
        emptyTopics();
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA),
                new StringSerializer(),
                new ByteArraySerializer());
        journal(1, FIRST);
        journal(2, SECOND);
        publish(1, FIRST);
        table(1, FIRST);
        table(2, SECOND);
        lake("first", 1, FIRST);
        lake("second", 2, SECOND);
    }

    @AfterEach
    void close() throws Exception {
        for (String object : List.copyOf(objects)) {
            remove(object);
        }
        producer.close();
        session.close();
    }

    @Test
    void findsALossOfAPixItemAndOfASignalInEachStore() throws Exception {
        Row row = Objects.requireNonNull(
                session.execute("SELECT month, hour FROM rastro.pix_events WHERE kind = 'recebimento' ALLOW FILTERING")
                        .one());
        session.execute(
                "DELETE FROM rastro.pix_events WHERE account_id = 'a' AND month = ? AND kind = 'recebimento' AND hour = ?",
                row.getString(0),
                row.getInstant(1));
        remove("pix_estornos/dt=1970-01-01/hour=00/first.parquet");
        remove("pix_sinais/dt=1970-01-01/hour=00/second.parquet");
        Path ledger = ledger("never", "E1", "D1", "E3");

        VerifyReport report = verify(ledger);

        assertThat(report.isGood()).isFalse();
        assertThat(lost(report, Items.PIX_EVENTS))
                .isEqualTo(Map.of("journal", 1L, "kafka", 1L, "table", 1L, "lake", 1L));
        assertThat(lost(report, Items.PIX_SIGNALS)).isEqualTo(Map.of("journal", 0L, "kafka", 1L, "lake", 1L));
        assertThat(lost(report, Items.POSITIONS).values()).containsOnly(0L);
        assertThat(report.kinds().stream().mapToLong(KindFigures::twice).sum()).isZero();
        assertThat(figures(report, Items.PIX_EVENTS, "journal").extra())
                .as("E2, of nobody")
                .isEqualTo(1);

        publish(2, SECOND);
        assertThat(lost(verify(ledger), Items.PIX_EVENTS).get("kafka")).isZero();
    }

    @Test
    void findsADoubleOfAPixItemAndOfASignalInEachStore() throws Exception {
        publish(2, SECOND);
        Path ledger = ledger("E1", "E2", "D1", "E3");
        try (Backlog backlog = Backlog.of(KAFKA)) {
            assertThat(backlog.read().lag())
                    .as("nobody reads here")
                    .containsExactly(
                            Map.entry("rastro-lake", 0L),
                            Map.entry("rastro-pix", 4L),
                            Map.entry("rastro-pix-lake", 6L),
                            Map.entry("rastro-table", 0L));
        }
        VerifyReport good = verify(ledger);
        assertThat(good.isGood()).as("%s", good).isTrue();
        assertThat(good.kinds()).extracting(KindFigures::expected).containsExactly(0L, 4L, 2L);

        publish(2, SECOND);
        assertThat(verify(ledger).isGood()).as("in Kafka an event may be again").isTrue();

        PixRecorded again = event(SomePix.paid("E1", 100));
        journal(3, again);
        publish(3, again);
        table(3, again);
        lake("third", 3, again);
        session.execute("INSERT INTO rastro.pix_events (account_id, month, kind, hour, at, seq, item_index, event_id)"
                + " VALUES ('a', '1971-01', 'recebimento', 0, 0, 1, 1, 'pix~a~1~1')");
        put("pix_recebimentos/dt=1970-01-01/hour=01/more.parquet", List.of("pix~a~1~1"));
        put("pix_sinais/dt=1970-01-01/hour=01/more.parquet", List.of("pix~a~1~0~limite-noturno"));
        VerifyReport report = verify(ledger);

        assertThat(report.isGood()).isFalse();
        assertThat(twice(report, Items.PIX_EVENTS))
                .isEqualTo(Map.of("journal", 1L, "kafka", 1L, "table", 1L, "lake", 1L));
        assertThat(twice(report, Items.PIX_SIGNALS)).isEqualTo(Map.of("journal", 0L, "kafka", 1L, "lake", 1L));
        assertThat(report.kinds().stream().mapToLong(KindFigures::lost).sum()).isZero();
    }

    @Test
    void findsWhatTheJournalDoesNotHaveAndWhatIsInTheWrongPlaceOrOrder() throws Exception {
        publish(2, SECOND);
        send(TopicNames.USUAL.pixEstornos(), "pix~a~2~0");
        send(TopicNames.USUAL.pixPagamentos(), "pix~nobody~1~0");
        put("pix_pagamentos/dt=1970-01-01/hour=01/more.parquet", List.of("pix~a~1~2"));
        PixRecorded third = event(SomePix.paid("E4", 1));
        PixRecorded fourth = event(SomePix.paid("E5", 1));
        journal(3, third);
        journal(4, fourth);
        publish(4, fourth);
        publish(3, third);

        ReceivedRange range = new ReceivedRange(Instant.ofEpochMilli(RECEIVED), Instant.ofEpochMilli(RECEIVED + 1));
        VerifyReport report = Verification.audit(range, STACK.endpoints(), Duration.ZERO, waiting -> {});

        assertThat(figures(report, Items.PIX_EVENTS, "kafka").unknown()).isEqualTo(2);
        assertThat(figures(report, Items.PIX_EVENTS, "lake").unknown()).isEqualTo(1);
        assertThat(figures(report, Items.PIX_EVENTS, "kafka").outOfOrder()).isEqualTo(1);
        assertThat(figures(report, Items.PIX_SIGNALS, "kafka").outOfOrder()).isEqualTo(1);
        assertThat(lost(report, Items.PIX_EVENTS)).containsEntry("table", 2L).containsEntry("lake", 2L);

        ReceivedRange later = new ReceivedRange(range.to(), range.to().plusSeconds(1));
        VerifyReport none = Verification.audit(later, STACK.endpoints(), Duration.ZERO, waiting -> {});
        assertThat(none.isGood()).as("%s", none).isTrue();
        assertThat(none.kinds()).allSatisfy(kind -> assertThat(kind.isThere()).isFalse());
    }

    private VerifyReport verify(Path ledger) throws IOException {
        return Verification.run(ledger, STACK.endpoints(), Duration.ZERO, waiting -> {});
    }

    /** @param ids of items that are as they were told; {@code never} is of none */
    private Path ledger(String... ids) throws IOException {
        Path file = dir.resolve("ledger-" + ids[0]);
        try (Ledger ledger = Ledger.open(file)) {
            for (String id : ids) {
                PixItem told = FIRST.items().stream()
                        .map(Decided::item)
                        .filter(item -> item.id().equals(id))
                        .findFirst()
                        .orElse(SECOND.items().get(0).item());
                PixKind kind = id.equals("never") ? PixKind.RECEBIMENTO : told.kind();
                ledger.stored("pix~a", PixName.of(kind, id, told.centavos()));
            }
        }
        return file;
    }

    private static Map<String, Long> lost(VerifyReport report, Items items) {
        return kind(report, items).stores().stream().collect(Collectors.toMap(StoreFigures::store, StoreFigures::lost));
    }

    private static Map<String, Long> twice(VerifyReport report, Items items) {
        return kind(report, items).stores().stream()
                .collect(Collectors.toMap(StoreFigures::store, StoreFigures::duplicates));
    }

    private static StoreFigures figures(VerifyReport report, Items items, String store) {
        return kind(report, items).stores().stream()
                .filter(figures -> figures.store().equals(store))
                .findFirst()
                .orElseThrow();
    }

    private static KindFigures kind(VerifyReport report, Items items) {
        return report.kinds().stream()
                .filter(kind -> kind.items() == items)
                .findFirst()
                .orElseThrow();
    }

    // The stores

    private static PixRecorded event(PixItem... items) {
        List<Decided> decided =
                Arrays.stream(items).map(item -> Decided.of(item, Verdict.NEW)).toList();
        return new PixRecorded(
                RECEIVED, 0, 0, 0, decided, List.of(new PixSignal(0, "limite-noturno", 1, 0.7, Map.of())));
    }

    private void journal(long seqNr, PixRecorded event) {
        stored.journal("pix~a", seqNr, "somebody", Uuids.timeBased(), event);
    }

    private void table(long seqNr, PixRecorded event) {
        stored.pix()
                .insert(TracedPix.of("a", seqNr, event))
                .toCompletableFuture()
                .join();
    }

    private void publish(long seqNr, PixRecorded event) throws Exception {
        for (TracedPix traced : TracedPix.of("a", seqNr, event)) {
            send(
                    TopicNames.USUAL.of(traced.decided().item().kind()),
                    traced.eventId().toString());
        }
        for (TracedPixSignal traced : TracedPixSignal.of("a", seqNr, event)) {
            send(TopicNames.USUAL.pixSinais(), traced.eventId());
        }
    }

    private void send(String topic, String eventId) throws Exception {
        ProducerRecord<String, byte[]> sent = new ProducerRecord<>(topic, 0, RECEIVED, "a", new byte[0]);
        sent.headers().add("event_id", eventId.getBytes(StandardCharsets.UTF_8));
        producer.send(sent).get();
    }

    private void lake(String file, long seqNr, PixRecorded event) throws Exception {
        for (PixKind kind : PixKind.values()) {
            List<String> ids = TracedPix.of("a", seqNr, event).stream()
                    .filter(traced -> traced.decided().item().kind() == kind)
                    .map(traced -> traced.eventId().toString())
                    .toList();
            put("pix_" + kind.word() + "s/dt=1970-01-01/hour=00/" + file + ".parquet", ids);
        }
        put(
                "pix_sinais/dt=1970-01-01/hour=00/" + file + ".parquet",
                TracedPixSignal.of("a", seqNr, event).stream()
                        .map(TracedPixSignal::eventId)
                        .toList());
    }

    private void put(String key, List<String> eventIds) throws Exception {
        Path file = dir.resolve("object.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(ROW)
                .build()) {
            SimpleGroupFactory rows = new SimpleGroupFactory(ROW);
            for (String id : eventIds) {
                writer.write(rows.newGroup().append("event_id", id).append("received_at", RECEIVED));
            }
        }
        assertThat(request(HttpRequest.newBuilder(object(key)).PUT(BodyPublishers.ofFile(file))))
                .isEqualTo(200);
        objects.add(key);
    }

    private void remove(String key) throws Exception {
        assertThat(request(HttpRequest.newBuilder(object(key)).DELETE())).isEqualTo(204);
        objects.remove(key);
    }

    private static int request(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static URI object(String key) {
        return URI.create(S3.endpoint().replaceAll("/$", "") + "/" + S3.bucket() + "/" + key);
    }

    private static void emptyTopics() throws Exception {
        List<String> topics = List.of(
                TopicNames.USUAL.positions(),
                TopicNames.USUAL.pixPagamentos(),
                TopicNames.USUAL.pixRecebimentos(),
                TopicNames.USUAL.pixEstornos(),
                TopicNames.USUAL.pixSinais());
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA))) {
            Set<String> there = names(admin);
            admin.deleteTopics(topics.stream().filter(there::contains).toList())
                    .all()
                    .get();
            while (names(admin).stream().anyMatch(topics::contains)) {
                Thread.sleep(20);
            }
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static Set<String> names(Admin admin) throws Exception {
        return admin.listTopics().names().get();
    }
}
