package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.typesafe.config.Config;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Server;
import io.rastro.node.CassandraClient;
import io.rastro.node.start.Schema;
import io.rastro.node.start.StartFailure;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What `rastro schema` leaves behind is all that nodes need which may create nothing. */
class SchemaIT {

    private static CqlSession session;

    @BeforeAll
    static void connect() {
        session =
                CassandraClient.of(DevStack.shared(Server.values()).endpoints().cassandra());
    }

    @AfterAll
    static void disconnect() {
        session.close();
    }

    @Test
    void aNodeThatCameFirstWaitsForItAndThenWorks() {
        String settings = settings("waits");
        CompletableFuture<NodeUnderTest> waiting =
                CompletableFuture.supplyAsync(() -> NodeUnderTest.start(settings), command -> {
                    Thread thread = new Thread(command, "node");
                    thread.setDaemon(true);
                    thread.start();
                });
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(6)).until(() -> !waiting.isDone());

        List<String> created = Schema.create(NodeUnderTest.config(settings));

        assertThat(created).hasSize(3);
        assertThat(created.get(0)).contains("schema_waits_journal", "'datacenter1': '1'");
        try (NodeUnderTest node =
                waiting.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join()) {
            String id = "schema/" + UUID.randomUUID();
            assertThat(node.post(id, """
                    {"fixedAt": "2026-03-04T05:06:07Z", "lat": -23.5, "lon": -46.6}""").isOk().json().path("accepted").asInt())
                    .isEqualTo(1);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> node.get(id, "/positions")
                                    .isOk()
                                    .json()
                                    .path("positions")
                                    .size()
                            == 1);
        }
    }

    @Test
    void againChangesNothingAndWhatIsDifferentIsRefused() {
        String settings = settings("again");
        Config config = NodeUnderTest.config(settings);
        List<String> first = Schema.create(config);

        assertThat(Schema.create(config)).isEqualTo(first);

        refused(
                settings + "\nrastro.cassandra.replication = \"{'class': 'SimpleStrategy', 'replication_factor': 1}\"",
                "the keyspace schema_again has the replication {'class': 'NetworkTopologyStrategy'");
        refused(
                settings + "\nrastro.sinks.kafka.partitions = 7",
                "the topic schema.again has partitions 3, and rastro.sinks.kafka.partitions is 7");
        ddl("ALTER TABLE schema_again_journal.snapshots RENAME sequence_nr TO another_nr");
        refused(settings, "the table schema_again_journal.snapshots is another one than the journal's");
    }

    private static void refused(String settings, String why) {
        assertThatThrownBy(() -> Schema.create(NodeUnderTest.config(settings)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(why)
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
    }

    private static void ddl(String statement) {
        session.execute(SimpleStatement.newInstance(statement).setTimeout(Duration.ofSeconds(30)));
    }

    private static String settings(String name) {
        return """
                rastro {
                  courier { ask-timeout = 10 s, lookup-timeout = 5 s }
                  start.patience = 60 s
                  cassandra {
                    create-journal = off
                    journal-keyspace = "schema_%1$s_journal"
                    replication = "{'class': 'NetworkTopologyStrategy', 'datacenter1': 1}"
                  }
                  sinks {
                    kafka { topics.courier-positions = "schema.%1$s", topics.courier-geofences = "schema.%1$s.geofences", topics.courier-orders = "schema.%1$s.orders", topics.dead-letters = "schema.%1$s.dead", partitions = 3 }
                    kafka.topics { pix-pagamentos = "schema.%1$s.pag", pix-recebimentos = "schema.%1$s.rec", pix-estornos = "schema.%1$s.est", pix-sinais = "schema.%1$s.sin" }
                    table { create-schema = off, keyspace = "schema_%1$s", group-id = "schema-%1$s-table" }
                    orders.group-id = "schema-%1$s-orders"
                    lake { keyspace = "schema_%1$s", group-id = "schema-%1$s-lake" }
                  }
                }
                """.formatted(name);
    }
}
