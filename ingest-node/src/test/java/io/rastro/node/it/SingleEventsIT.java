package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.rastro.protocol.courier.CourierId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Couriers whose last event is the first, the last and any other of a partition of the journal, with and without a snapshot. */
class SingleEventsIT {

    private static final int PARTITION = 4;
    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void areAllFoundWhereverTheirPartitionEnds() {
        String run = UUID.randomUUID().toString();
        try (NodeUnderTest node = NodeUnderTest.start("""
                rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s, snapshot-every = 10 }
                rastro.cassandra.journal-keyspace = single_events_%s
                akka.persistence.cassandra.journal.target-partition-size = %d
                """.formatted(run.substring(0, 8), PARTITION))) {
            for (int restarts = 0; restarts < 2; restarts++) {
                for (int courier = 0; courier <= 3 * PARTITION; courier++) {
                    for (int i = 0; i < courier; i++) {
                        post(node, run + courier, restarts * courier + i);
                    }
                }
                node.restart();
                for (int courier = 1; courier <= 3 * PARTITION; courier++) {
                    assertThat(node.get(run + courier, "")
                                    .isOk()
                                    .json()
                                    .path("positionCount")
                                    .asInt())
                            .as("posts of courier %d", courier)
                            .isEqualTo((restarts + 1) * courier);
                }
            }
            assertThat(node.get(run + 0, "").status()).isEqualTo(404);
        }
    }

    /** As a journal that has lost an acknowledged event would: the courier does not go on as if it had not been. */
    @Test
    void aCourierOfWhomOneIsMissingDoesNotAnswer() {
        String run = UUID.randomUUID().toString();
        String id = "gap-" + run;
        String keyspace = "single_events_" + run.substring(0, 8);
        try (NodeUnderTest node = NodeUnderTest.start("""
                        rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }
                        rastro.cassandra.journal-keyspace = %s
                        """.formatted(keyspace));
                CqlSession cassandra = node.cassandra()) {
            for (int i = 0; i < 3; i++) {
                post(node, id, i);
            }
            cassandra.execute(
                    "DELETE FROM " + keyspace
                            + ".messages WHERE persistence_id = ? AND partition_nr = 0 AND sequence_nr = 2",
                    CourierId.persistenceId(id));

            node.restart();

            assertThat(node.get(id, "").status()).isEqualTo(503);
        }
    }

    private static void post(NodeUnderTest node, String id, int number) {
        node.post(id, "{\"fixedAt\":\"" + T.plusSeconds(number) + "\",\"lat\":1,\"lon\":2}")
                .isOk();
    }
}
