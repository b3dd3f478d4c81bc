package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.stream.javadsl.Sink;
import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.parcel.ParcelNode;
import io.rastro.parcel.ParcelReply;
import io.rastro.parcel.Parcels;
import io.rastro.parcel.Scan;
import io.rastro.parcel.ScanFrame;
import io.rastro.protocol.EventId;
import io.rastro.sharding.live.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A kind of entity that the product does not have comes to everything that the two others have, made of the same parts: what
 * docs/adding-an-event-kind.md says is enough.
 */
class ThirdKindIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String SETTINGS = """
            akka.actor {
              serializers {
                rastro-journal = "io.rastro.parcel.ParcelSerializer"
                rastro-message = "io.rastro.parcel.ParcelMessages"
              }
              serialization-bindings {
                "io.rastro.parcel.ParcelEvent" = rastro-journal
                "io.rastro.parcel.ParcelSnapshot" = rastro-journal
              }
            }
            rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }
            """;

    private static final Comparator<String> IN_ORDER = Comparator.comparing(
            id -> EventId.parse(id).orElseThrow(),
            Comparator.comparing(EventId::seqNr).thenComparing(EventId::index));

    private final String parcel = "parcel-" + UUID.randomUUID();

    private static Scan scan(int number) {
        return new Scan("scan-" + number, "hub-" + number % 3, 1_790_000_000_000L + number);
    }

    private static List<Scan> scans(int from, int to) {
        return IntStream.range(from, to).mapToObj(ThirdKindIT::scan).toList();
    }

    /** Asks again what was refused for now, as every client has to. */
    private ParcelReply.Recorded record(Parcels parcels, List<Scan> scans) {
        return (ParcelReply.Recorded) await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> get(parcels.record(parcel, scans, System.currentTimeMillis())),
                        ParcelReply.Recorded.class::isInstance);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    private List<String> topic(NodeUnderTest node) {
        return node.records(ParcelNode.TOPIC, parcel::equals).stream()
                .map(record ->
                        new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8))
                .toList();
    }

    private List<String> table(CqlSession session) {
        return session.execute("SELECT event_id FROM rastro.parcel_scans WHERE parcel_id = ?", parcel).all().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> lake(NodeUnderTest node) throws Exception {
        return node.lake("parcel_scans/", "event_id", "parcel_id = '" + parcel + "'").stream()
                .sorted(IN_ORDER)
                .toList();
    }

    /** From the journal what a watcher has not seen. */
    private List<String> watched(NodeUnderTest node, Parcels parcels, Cursor from, int count) throws Exception {
        return get(parcels.live(parcel, Optional.of(from))
                        .collectType(ScanFrame.class)
                        .take(count)
                        .runWith(Sink.seq(), node.system()))
                .stream()
                .map(frame -> frame.traced().eventId().toString())
                .toList();
    }

    @Test
    void comesToTopicTableLakeAndWatchersOnceAndKnowsItAfterARestart() throws Exception {
        try (NodeUnderTest node = NodeUnderTest.start(SETTINGS);
                CqlSession session = node.cassandra()) {
            node.createTopic(ParcelNode.TOPIC);
            Parcels parcels = ParcelNode.start(node.system(), session);
            for (int i = 0; i < 10; i++) {
                assertThat(record(parcels, scans(2 * i, 2 * i + 2)).accepted()).isEqualTo(2);
            }
            ParcelReply.Recorded again = record(parcels, scans(18, 21));
            assertThat(again.accepted()).isOne();
            assertThat(again.duplicates()).isEqualTo(2);

            List<String> expected = IntStream.range(0, 21)
                    .mapToObj(number -> "parcel~" + parcel + "~" + (number / 2 + 1) + "~" + number % 2)
                    .toList();
            await().atMost(SOON).untilAsserted(() -> assertThat(topic(node)).isEqualTo(expected));
            await().atMost(SOON).untilAsserted(() -> assertThat(table(session)).isEqualTo(expected));
            await().atMost(SOON).untilAsserted(() -> assertThat(lake(node)).isEqualTo(expected));
            assertThat(watched(node, parcels, new Cursor(4, 0), 14)).isEqualTo(expected.subList(7, 21));

            node.restart();
            Parcels afterwards = ParcelNode.start(node.system(), session);
            assertThat(record(afterwards, scans(0, 22)).accepted()).isOne();
            await().atMost(SOON).untilAsserted(() -> assertThat(table(session)).hasSize(22));
            assertThat(topic(node)).hasSize(22).doesNotHaveDuplicates();
            await().atMost(SOON).untilAsserted(() -> assertThat(lake(node)).hasSize(22));
            assertThat(watched(node, afterwards, Cursor.BEGINNING, 22))
                    .containsAll(expected)
                    .doesNotHaveDuplicates();
        }
    }
}
