package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.courier.CourierId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Recoveries whose last event is the first, the last and any other of a partition of the journal, with and without a snapshot. */
class RecoveryReadsIT {

    private static final int PARTITION = 4;
    /** Nine times 1,000 and then up to the end of the first partition of 10,000, beyond it, and beyond the second one. */
    private static final int[] SEVERAL = {
        1, 2, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 980, 20, 2, 1, 4000, 4000, 1994, 7
    };

    private static final Instant T = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void allEventsOfACourierAreFoundWhereverTheirPartitionEnds() {
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

    /**
     * As the stores of what shards remember write: several together, of which the first are not in the partition of their
     * numbers when the last is not; and deleted up to a snapshot, or without one.
     */
    @Test
    void allEventsOfOthersAreFoundThatWereNotDeleted() {
        String keyspace = "several_events_" + UUID.randomUUID().toString().substring(0, 8);
        int partition = 10_000;
        String settings = """
                rastro.cassandra.journal-keyspace = %s
                akka.persistence.cassandra.journal.target-partition-size = %d
                """.formatted(keyspace, partition);
        try (NodeUnderTest node = NodeUnderTest.start(settings);
                CqlSession cassandra = node.cassandra()) {
            ActorSystem actors = ActorSystem.create(
                    "several-events",
                    ConfigFactory.parseString("akka.actor.provider = local")
                            .withFallback(NodeUnderTest.config(settings)));
            try {
                ActorRef first = Several.start(actors, "others|1");
                int last = 0;
                for (int together : SEVERAL) {
                    Several.tell(first, new Several.Write(together));
                    last += together;
                    assertThat(Several.recovered(actors, "others|1")).isEqualTo(new Several.Recovered(1, last, last));
                }
                assertThat(cassandra
                                .execute("SELECT min(sequence_nr) FROM " + keyspace
                                        + ".messages WHERE persistence_id = 'others|1' AND partition_nr = 1")
                                .one()
                                .getLong(0))
                        .as("the second partition begins before its numbers do")
                        .isEqualTo(9_984);

                Several.tell(first, new Several.DeleteTo(2));
                assertThat(Several.recovered(actors, "others|1")).isEqualTo(new Several.Recovered(3, last - 2, last));
                Several.tell(first, new Several.DeleteTo(15_000));
                assertThat(Several.recovered(actors, "others|1"))
                        .as("nothing is left of the first partition")
                        .isEqualTo(new Several.Recovered(15_001, last - 15_000, last));
                Several.tell(first, new Several.DeleteTo(last));
                assertThat(Several.recovered(actors, "others|1")).isEqualTo(new Several.Recovered(0, 0, last));
                assertThat(Several.recovered(actors, "others|2")).isEqualTo(new Several.Recovered(0, 0, 0));
            } finally {
                actors.terminate();
                actors.getWhenTerminated().toCompletableFuture().join();
            }
        }
    }

    private static void post(NodeUnderTest node, String id, int number) {
        node.post(id, "{\"fixedAt\":\"" + T.plusSeconds(number) + "\",\"lat\":1,\"lon\":2}")
                .isOk();
    }
}
