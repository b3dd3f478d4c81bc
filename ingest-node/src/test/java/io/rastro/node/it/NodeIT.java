package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberJoined;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import akka.cluster.typed.Unsubscribe;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import io.rastro.node.Answer;
import io.rastro.node.WebSocketClient;
import io.rastro.node.start.Node;
import io.rastro.node.start.StartFailure;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsAvro;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole node on the real servers: from a POST to everything that is fed by it. */
class NodeIT {

    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration SOON = Duration.ofSeconds(60);

    private static NodeUnderTest node;

    @BeforeAll
    static void start() {
        node = NodeUnderTest.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void bringsPositionsOfEveryFormatToEveryPlace() throws Exception {
        String id = "it/" + UUID.randomUUID();
        postInAllFormats(id);

        JsonNode latest = node.get(id, "").isOk().json();
        assertThat(latest.path("positionCount").asInt()).isEqualTo(8);
        assertThat(latest.path("seqNr").asInt()).isEqualTo(4);
        assertThat(latest.at("/latest/lat").asDouble()).isEqualTo(7);

        await().atMost(SOON).until(() -> history(id).size() == 8);
        assertThat(history(id))
                .extracting(row -> row.path("lat").asDouble())
                .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0);

        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            records.clear();
            records.addAll(node.recordsOf(id));
            return records.size() == 8;
        });
        assertThat(records)
                .extracting(record -> header(record, "event_id"))
                .containsExactly(
                        eventId(id, 1, 0),
                        eventId(id, 2, 0),
                        eventId(id, 2, 1),
                        eventId(id, 3, 0),
                        eventId(id, 3, 1),
                        eventId(id, 4, 0),
                        eventId(id, 4, 1),
                        eventId(id, 4, 2));
        assertThat(records).extracting(record -> header(record, "seq")).startsWith("1", "2", "2", "3");
        assertThat(header(records.get(0), "content-type")).isNotEmpty();

        await().atMost(SOON).until(() -> node.lakeRows(id).size() == 8);
        assertThat(new HashSet<>(node.lakeRows(id))).hasSize(8).contains(eventId(id, 1, 0), eventId(id, 4, 2));
    }

    @Test
    void tellsHowFarAnEventHasCome() {
        String id = "it/" + UUID.randomUUID();
        node.post(id, array(0, 3)).isOk();

        await().atMost(SOON)
                .until(() -> "done"
                        .equals(receipt(eventId(id, 1, 2)).at("/lake/state").asText()));
        JsonNode receipt = receipt(eventId(id, 1, 2));
        assertThat(receipt.at("/journal/seqNr").asInt()).isEqualTo(1);
        ConsumerRecord<String, byte[]> record = node.recordsOf(id).get(2);
        assertThat(receipt.at("/kafka/partition").asInt()).isEqualTo(record.partition());
        assertThat(receipt.at("/kafka/offset").asLong()).isEqualTo(record.offset());
        assertThat(receipt.at("/table/state").asText()).isEqualTo("done");
        assertThat(receipt.at("/table/day").asText()).isEqualTo("2026-03-04");
        assertThat(receipt.at("/lake/key").asText()).startsWith("courier_positions/dt=2026-03-04/hour=05/");
        assertThat(receipt.at("/lake/rowGroup").asInt()).isZero();
        node.getPath("/v1/receipts/" + encode(eventId(id, 2, 0))).isProblem(404, "unknown-event");
        node.getPath("/v1/receipts/" + encode(eventId(id, 1, 3))).isProblem(404, "unknown-event");
    }

    private static JsonNode receipt(String eventId) {
        return node.getPath("/v1/receipts/" + encode(eventId)).isOk().json();
    }

    private static String encode(String eventId) {
        return URLEncoder.encode(eventId, StandardCharsets.UTF_8);
    }

    @Test
    void measuresWhatTheAlertsAskFor() throws Exception {
        Set<String> asked = Pattern.compile("rastro_\\w+")
                .matcher(Files.readString(Path.of("../k8s/monitoring/alerts.yaml")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        Set<String> measured = node.getPath("/metrics")
                .isOk()
                .body()
                .lines()
                .filter(line -> line.startsWith("rastro_"))
                .map(line -> line.split("[ {]", 2)[0])
                .collect(Collectors.toSet());

        assertThat(asked).hasSizeGreaterThanOrEqualTo(4);
        assertThat(measured).containsAll(asked);
    }

    @Test
    void countsTheSameFixAndTheSameKeyOnce() {
        String id = "it-" + UUID.randomUUID();
        String body = array(0, 3);

        assertThat(node.post(id, body).isOk().json().path("accepted").asInt()).isEqualTo(3);
        JsonNode again = node.post(id, body).isOk().json();
        assertThat(again.path("accepted").asInt()).isZero();
        assertThat(again.path("duplicates").asInt()).isEqualTo(3);

        JsonNode first =
                node.post(id, array(3, 5), "Idempotency-Key", "key-1").isOk().json();
        assertThat(first.path("accepted").asInt()).isEqualTo(2);
        JsonNode replayed =
                node.post(id, array(3, 9), "Idempotency-Key", "key-1").isOk().json();
        assertThat(replayed.path("accepted").asInt()).isZero();
        assertThat(replayed.path("replayed").asBoolean()).isTrue();
        assertThat(replayed.path("recorded").asInt()).isEqualTo(2);
        assertThat(replayed.path("seqNr")).isEqualTo(first.path("seqNr"));
        assertThat(node.get(id, "").json().path("positionCount").asInt()).isEqualTo(5);
    }

    @Test
    void doesNotMoveTheLivePositionBack() {
        String id = "it-" + UUID.randomUUID();
        node.post(id, array(5, 6)).isOk();
        node.post(id, array(1, 2)).isOk();

        assertThat(node.get(id, "").json().at("/latest/lat").asDouble()).isEqualTo(5);
        await().atMost(SOON).until(() -> history(id).size() == 2);
        assertThat(history(id).get(0).path("late").asBoolean()).isTrue();
        assertThat(history(id).get(1).path("late").asBoolean()).isFalse();
    }

    @Test
    void showsEveryPositionOnceOverReconnects() {
        String id = "it-" + UUID.randomUUID();
        node.post(id, array(0, 3)).isOk();
        List<String> seen = new ArrayList<>();
        try (WebSocketClient first = WebSocketClient.open(node.uri(id, "/live?fromSeq=0"))) {
            first.awaitPositions(3);
            node.post(id, array(3, 5)).isOk();
            first.awaitPositions(5);
            first.positions().forEach(frame -> seen.add(frame.path("cursor").asText()));
        }
        node.post(id, array(5, 8)).isOk();
        try (WebSocketClient second = WebSocketClient.open(node.uri(id, "/live?fromSeq=" + seen.get(3)))) {
            second.awaitPositions(4);
            node.post(id, array(8, 9)).isOk();
            second.awaitPositions(5);
            second.positions().forEach(frame -> seen.add(frame.path("cursor").asText()));
        }
        assertThat(seen).containsExactly("1.0", "1.1", "1.2", "2.0", "2.1", "2.1", "3.0", "3.1", "3.2", "4.0");
    }

    @Test
    void resumesEventsAfterTheLastOne() {
        String id = "it-" + UUID.randomUUID();
        node.post(id, array(0, 2)).isOk();
        node.post(id, array(2, 4)).isOk();

        List<String> ids = node.eventIds(id, "1.0", 3);

        assertThat(ids).containsExactly("1.1", "2.0", "2.1");
    }

    /** The coordinator of the shards waits for every member: one that only waits itself would hold up the others. */
    @Test
    void aNodeThatWaitsForItsStoresIsNoMember() throws Exception {
        Cluster cluster = Cluster.get(node.system());
        Queue<MemberEvent> members = new ConcurrentLinkedQueue<>();
        ActorRef<MemberEvent> listener = node.system()
                .systemActorOf(
                        Behaviors.receiveMessage(event -> {
                            members.add(event);
                            return Behaviors.same();
                        }),
                        "members-" + UUID.randomUUID(),
                        Props.empty());
        cluster.subscriptions().tell(Subscribe.create(listener, MemberEvent.class));
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String away = "127.0.0.1:" + nobody.getLocalPort();
            nobody.close();
            Config waiting = node.joining(away, "rastro.start.patience = 8 s");

            assertThatThrownBy(() -> Node.start(waiting))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(away);
        }

        cluster.subscriptions().tell(new Unsubscribe<>(listener));
        assertThat(members).noneMatch(MemberJoined.class::isInstance);
        assertThat(cluster.state().getMembers()).hasSize(1);
    }

    @Test
    void keepsEverythingOverARestart() {
        String id = "it-" + UUID.randomUUID();
        node.post(id, array(0, 3)).isOk();
        node.post(id, array(3, 4), "Idempotency-Key", "k").isOk();

        NodeUnderTest.Stop stop = node.restart();

        assertThat(stop.took()).as("%s", stop.phases()).isLessThan(Duration.ofSeconds(10));
        JsonNode latest = node.get(id, "").isOk().json();
        assertThat(latest.path("positionCount").asInt()).isEqualTo(4);
        assertThat(latest.at("/latest/lat").asDouble()).isEqualTo(3);
        assertThat(node.post(id, array(0, 4)).isOk().json().path("duplicates").asInt())
                .isEqualTo(4);
        assertThat(node.post(id, array(3, 4), "Idempotency-Key", "k")
                        .json()
                        .path("replayed")
                        .asBoolean())
                .isTrue();
        try (WebSocketClient live = WebSocketClient.open(node.uri(id, "/live?fromSeq=1"))) {
            live.awaitPositions(1);
            assertThat(live.positions().get(0).path("cursor").asText()).isEqualTo("2.0");
        }
        await().atMost(SOON).until(() -> history(id).size() == 4);
    }

    private static void postInAllFormats(String id) {
        node.post(id, fix(0)).isOk();
        node.post(id, array(1, 3)).isOk();
        String lines = fix(3) + "\n" + fix(4) + "\n";
        node.post(id, "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8))
                .isOk();
        List<Position> positions = IntStream.range(5, 8)
                .mapToObj(i -> Position.of(T.plusSeconds(i), i, 2))
                .toList();
        Answer avro = node.post(id, "application/avro", PositionsAvro.writeContainer(positions))
                .isOk();
        assertThat(avro.json().path("accepted").asInt()).isEqualTo(3);
    }

    private static List<JsonNode> history(String id) {
        List<JsonNode> rows = new ArrayList<>();
        node.get(id, "/positions").isOk().json().path("positions").forEach(rows::add);
        return rows;
    }

    private static String eventId(String id, int seqNr, int index) {
        return "courier~" + id + "~" + seqNr + "~" + index;
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String array(int from, int to) {
        return IntStream.range(from, to).mapToObj(NodeIT::fix).toList().toString();
    }

    private static String fix(int i) {
        return "{\"fixedAt\":\"" + T.plusSeconds(i) + "\",\"lat\":" + i + ",\"lon\":2}";
    }
}
