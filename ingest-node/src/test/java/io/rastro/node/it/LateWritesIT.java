package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.rastro.node.Answer;
import io.rastro.node.WebSocketClient;
import io.rastro.node.journal.JournalProbe;
import io.rastro.node.membership.Fence;
import io.rastro.node.membership.Fences;
import io.rastro.protocol.ConfluentFormat;
import io.rastro.protocol.courier.CourierPositionCodec;
import io.rastro.protocol.courier.Position;
import io.rastro.sharding.courier.Courier;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rows in the real journal as a write leaves them that failed for the courier and came late: with a number that another
 * event has by now, an older time and another writer.
 */
class LateWritesIT {

    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");
    private static final int LATE_LAT = 77;
    private static final int LATER_LAT = 78;

    /** The node does not notice that the journal refuses: posts go through to their couriers. */
    private static final String SETTINGS = """
            rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }
            rastro.cassandra { probe-interval = 10 s, probe-silence = 60 s }
            """;

    /** Until a write has left the node for a Cassandra that stands still; far below its time-out. */
    private static final Duration ON_ITS_WAY = Duration.ofMillis(800);

    private static NodeUnderTest node;
    private static CqlSession cassandra;

    @BeforeAll
    static void start() {
        node = NodeUnderTest.start(SETTINGS);
        cassandra = node.cassandra();
    }

    @AfterAll
    static void stop() {
        cassandra.close();
        node.close();
    }

    @Test
    void countForNobody() throws Exception {
        String id = "late-" + UUID.randomUUID();
        ByteBuffer lateEvent = eventOfAnother(LATE_LAT);
        for (int i = 1; i <= 3; i++) {
            post(id, i);
        }
        insertBefore(id, 2, lateEvent);
        insertBefore(id, 3, lateEvent);

        node.restart();

        assertThat(latest(id).path("positionCount").asInt()).isEqualTo(3);
        assertThat(latest(id).at("/latest/lat").asInt())
                .as("of the last number too")
                .isEqualTo(3);
        assertThat(shown(id, 3)).containsExactly(1, 2, 3);

        insert(id, latest(id).path("seqNr").asLong() + 1, Uuids.timeBased(), lateEvent);
        assertThat(shown(id, 3)).containsExactly(1, 2, 3);
        post(id, 4);
        assertThat(shown(id, 4)).containsExactly(1, 2, 3, 4);

        node.restart();
        assertThat(latest(id).path("positionCount").asInt()).isEqualTo(4);
        assertThat(latest(id).at("/latest/lat").asInt()).isEqualTo(4);
        await().untilAsserted(() -> assertThat(node.recordsOf(id))
                .extracting(LateWritesIT::latOf)
                .startsWith(1.0, 2.0, 3.0)
                .containsOnly(1.0, 2.0, 3.0, 4.0));
    }

    /**
     * Two writes of one number fail. The first one comes after the courier recovered without it, and is found by the
     * recovery after the second one's failure; the second one comes when everything was built on the first one.
     */
    @Test
    void doNotTakeThePlaceOfOneThatWasTakenOver() throws Exception {
        String id = "late-" + UUID.randomUUID();
        ByteBuffer found = eventOfAnother(LATE_LAT);
        ByteBuffer later = eventOfAnother(LATER_LAT);
        post(id, 1);
        post(id, 2);
        insert(id, 3, Uuids.timeBased(), found);

        UUID timeOfLater;
        journalCopies(2);
        try {
            assertThat(send(id, 3).status()).as("its write fails").isEqualTo(503);
            timeOfLater = Uuids.timeBased();
            assertThat(rows(id, 3)).as("and leaves nothing").isEqualTo(1);
        } finally {
            journalCopies(1);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> node.get(id, "").status() == 200);
        assertThat(send(id, LATE_LAT).isOk().json().path("duplicates").asInt()).isEqualTo(1);

        insert(id, 3, timeOfLater, later);
        for (int restarts = 0; restarts < 2; restarts++) {
            assertThat(shown(id, 3)).containsExactly(1, 2, LATE_LAT);
            node.restart();
            assertThat(latest(id).path("positionCount").asInt()).isEqualTo(3);
            assertThat(latest(id).at("/latest/lat").asInt()).isEqualTo(LATE_LAT);
        }
        post(id, 4);
        assertThat(shown(id, 4)).containsExactly(1, 2, LATE_LAT, 4);
        await().untilAsserted(() -> assertThat(node.recordsOf(id))
                .extracting(LateWritesIT::latOf)
                .startsWith(1.0, 2.0, (double) LATE_LAT)
                .containsOnly(1.0, 2.0, (double) LATE_LAT, 4.0));
    }

    /** Straight to the courier: whoever is past the HTTP of a node that may not write any more. */
    @Test
    void nothingIsWrittenWhileTheNodeMayNot() {
        String id = "fenced-" + UUID.randomUUID();
        post(id, 1);
        Fence fence = Fence.of(node.system());
        Fences.closes(fence);
        try {
            Courier.Reply reply = record(id, 2).toCompletableFuture().join();

            assertThat(reply).isInstanceOf(Courier.Reply.Busy.class);
            assertThat(rows(id, 2)).isZero();
            assertThat(node.ready()).as("whoever spreads the requests is told").isNotEqualTo(200);
        } finally {
            Fences.opens(fence);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> send(id, 2).status() == 200);
        assertThat(rows(id, 2)).isEqualTo(1);
        assertThat(node.ready()).isEqualTo(200);
    }

    /** Another node may have taken the courier over in the meantime, without that event. */
    @Test
    void whatWasOnItsWayWhenTheNodeLostItsMajorityIsNotAcknowledged() throws Exception {
        String id = "fenced-" + UUID.randomUUID();
        post(id, 1);
        Fence fence = Fence.of(node.system());
        try {
            CompletionStage<Courier.Reply> reply;
            node.signalCassandra("STOP");
            try {
                reply = record(id, 2);
                Thread.sleep(ON_ITS_WAY.toMillis());
                Fences.closes(fence);
            } finally {
                node.signalCassandra("CONT");
            }

            assertThat(reply.toCompletableFuture().join()).isInstanceOf(Courier.Reply.Busy.class);
            await().untilAsserted(
                            () -> assertThat(rows(id, 2)).as("it was written").isEqualTo(1));
        } finally {
            Fences.opens(fence);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> send(id, 2).status() == 200);
        assertThat(latest(id).path("positionCount").asInt()).isEqualTo(2);
    }

    /** Past the journal too: a write is under way in other threads when the process is stopped. */
    @Test
    void aNodeThatOthersMayHaveReplacedSendsNothingMore() {
        String id = "fenced-" + UUID.randomUUID();
        post(id, 1);
        ByteBuffer event = eventOfAnother(LATE_LAT);
        Config asANode =
                ConfigFactory.parseString("akka.actor.provider = local").withFallback(NodeUnderTest.config(SETTINGS));
        ActorTestKit replaced = ActorTestKit.create("replaced", asANode);
        try (CqlSession session = CassandraSessionRegistry.get(replaced.system())
                .sessionFor(JournalProbe.SESSION)
                .underlying()
                .toCompletableFuture()
                .join()) {
            insert(session, id, 2, Uuids.timeBased(), event);
            assertThat(rows(id, 2)).isEqualTo(1);

            Fences.replaced(Fence.of(replaced.system()));

            assertThatThrownBy(() -> insert(session, id, 3, Uuids.timeBased(), event))
                    .isInstanceOf(DriverException.class);
            assertThat(rows(id, 3)).isZero();
        } finally {
            replaced.shutdownTestKit();
        }
    }

    /** Straight to the courier, past the HTTP of the node. */
    private static CompletionStage<Courier.Reply> record(String id, int lat) {
        return ClusterSharding.get(node.system())
                .entityRefFor(Courier.ENTITY_KEY, id)
                .ask(
                        replyTo -> new Courier.Record(
                                List.of(Position.of(T.plusSeconds(lat), lat, 2)), null, T.toEpochMilli(), replyTo),
                        Duration.ofSeconds(10));
    }

    /** With two there is no place for the second one, so that every write is refused, and leaves nothing. */
    private static void journalCopies(int copies) {
        cassandra.execute("ALTER KEYSPACE rastro_journal WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': " + copies + "}");
    }

    private static void post(String id, int lat) {
        send(id, lat).isOk();
    }

    private static Answer send(String id, int lat) {
        return node.post(id, "{\"fixedAt\":\"" + T.plusSeconds(lat) + "\",\"lat\":" + lat + ",\"lon\":2}");
    }

    private static double latOf(ConsumerRecord<String, byte[]> record) {
        int header = ConfluentFormat.HEADER_BYTES;
        return CourierPositionCodec.Reader.of(CourierPositionCodec.SCHEMA)
                .read(record.value(), header, record.value().length - header)
                .position()
                .lat();
    }

    private static JsonNode latest(String id) {
        return node.get(id, "").isOk().json();
    }

    /** The latitudes that a watcher is shown who begins at the beginning. */
    private static List<Integer> shown(String id, int count) throws Exception {
        try (WebSocketClient live = WebSocketClient.open(node.uri(id, "/live?fromSeq=0"))) {
            live.awaitPositions(count);
            return live.positions().stream()
                    .map(frame -> frame.path("lat").asInt())
                    .toList();
        }
    }

    private static ByteBuffer eventOfAnother(int lat) {
        String other = "other-" + UUID.randomUUID();
        post(other, lat);
        return row(other, 1).getByteBuffer("event");
    }

    private static void insertBefore(String id, long seqNr, ByteBuffer event) {
        insert(id, seqNr, Uuids.endOf(Uuids.unixTimestamp(row(id, seqNr).getUuid("timestamp")) - 1), event);
    }

    private static void insert(String id, long seqNr, UUID timestamp, ByteBuffer event) {
        insert(cassandra, id, seqNr, timestamp, event);
    }

    private static void insert(CqlSession session, String id, long seqNr, UUID timestamp, ByteBuffer event) {
        Row real = row(id, 1);
        session.execute(
                "INSERT INTO rastro_journal.messages (persistence_id, partition_nr, sequence_nr, timestamp, timebucket,"
                        + " writer_uuid, ser_id, ser_manifest, event_manifest, event) VALUES (?,0,?,?,?,?,?,?,?,?)",
                "courier~" + id,
                seqNr,
                timestamp,
                real.getString("timebucket"),
                UUID.randomUUID().toString(),
                real.getInt("ser_id"),
                real.getString("ser_manifest"),
                real.getString("event_manifest"),
                event);
    }

    private static int rows(String id, long seqNr) {
        return select(id, seqNr).all().size();
    }

    private static Row row(String id, long seqNr) {
        return select(id, seqNr).one();
    }

    private static ResultSet select(String id, long seqNr) {
        return cassandra.execute(SimpleStatement.newInstance(
                        "SELECT * FROM rastro_journal.messages WHERE persistence_id = ? AND partition_nr = 0"
                                + " AND sequence_nr = ?",
                        "courier~" + id,
                        seqNr)
                .setConsistencyLevel(ConsistencyLevel.LOCAL_ONE));
    }
}
