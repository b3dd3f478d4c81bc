package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.parcel.ParcelNode;
import io.rastro.parcel.ParcelReply;
import io.rastro.parcel.Parcels;
import io.rastro.parcel.Scan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

    @Test
    void comesToTopicAndTableOnceAndKnowsItAfterARestart() {
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

            node.restart();
            Parcels afterwards = ParcelNode.start(node.system(), session);
            assertThat(record(afterwards, scans(0, 22)).accepted()).isOne();
            await().atMost(SOON).untilAsserted(() -> assertThat(table(session)).hasSize(22));
            assertThat(topic(node)).hasSize(22).doesNotHaveDuplicates();
        }
    }
}
